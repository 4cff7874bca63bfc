"""The command line: `stackgate COMMAND`."""

from __future__ import annotations

import atexit
import gc

import click

from stackgate import __version__
from stackgate.commands.catalogue import explain, rules
from stackgate.commands.deploying import deploy
from stackgate.commands.judging import check, failures, gate, synth
from stackgate.commands.options import EPILOG
from stackgate.commands.reporting import report
from stackgate.commands.sealing import keys, verify
from stackgate.commands.watching import watch
from stackgate.terminal import end_as_told

_EXAMPLES = f"""\b
Examples:
  stackgate gate --environment dev
  stackgate check cdktf.out --only validators
  stackgate explain queue_dead_letter

{EPILOG}"""


class _InOrder(click.Group):
    """Lists its commands in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EXAMPLES)
@click.version_option(__version__, prog_name="stackgate")
def cli() -> None:
    """Judge a synthesized CDKTF stack before its deploy is allowed."""


for command in (gate, check, watch, report, synth, rules, explain, failures, keys, verify, deploy):
    cli.add_command(command)


def main() -> None:
    """The command's entry point. Whatever goes wrong ends in exit status 1 or 2, never in 0."""
    # What a run makes, it keeps: to look for garbage every 700 objects costs a seventh of it, and finds next to none.
    gc.set_threshold(200_000, 10, 10)
    atexit.register(gc.freeze)  # at its end Python would look through all of it once more: 0.2 s of a large document
    end_as_told(lambda: cli.main(standalone_mode=False))
