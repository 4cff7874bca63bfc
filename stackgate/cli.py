"""The command line: `stackgate COMMAND`."""

from __future__ import annotations

import click

from stackgate import __version__
from stackgate.commands.catalogue import explain, rules
from stackgate.commands.deploying import deploy
from stackgate.commands.judging import check, failures, gate, synth
from stackgate.commands.options import EPILOG
from stackgate.commands.sealing import keys, verify
from stackgate.terminal import end_as_told


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
@click.version_option(__version__, prog_name="stackgate")
def cli() -> None:
    """Judge a synthesized CDKTF stack before its deploy is allowed."""


for command in (gate, synth, check, keys, verify, deploy, rules, explain, failures):
    cli.add_command(command)


def main() -> None:
    """The command's entry point. Whatever goes wrong ends in exit status 1 or 2, never in 0."""
    end_as_told(lambda: cli.main(standalone_mode=False))
