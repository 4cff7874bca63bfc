"""The command that judges at each save: `stackgate watch`."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stackgate.commands.options import config_option, environment_option, run_of
from stackgate.terminal import CannotJudge, log_to, progress, steps

if TYPE_CHECKING:
    from stackgate.run import Run
    from stackgate.settings import Settings

_EPILOG = """\b
Examples:
  stackgate watch
  stackgate watch cdktf.out --only validators

Exit status: that of the last verdict: 0 allowed, 1 blocked, 2 could not judge, or was still judging."""


@click.command(epilog=_EPILOG, short_help="Judge again at each save.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@environment_option
@config_option
@click.option("--only", type=click.Choice(["validators"]), help="Leave Checkov out.")
def watch(paths: tuple[Path, ...], environment: str | None, config: Path | None, only: str | None) -> None:
    """Judge again at each save, and show what has changed, until Ctrl-C.

    PATH is a document, the JSON of a plan, or a folder that holds documents. Without one, the app of cdktf.json is
    synthesized at each save of its source, once and into a folder of its own: what is allowed here still has to pass
    the gate. A save of own rules, waivers or settings counts, too.
    """
    import tempfile

    from rich.console import Console

    from stackgate.reports.text import PLAIN_WIDTH
    from stackgate.watching.telling import tell
    from stackgate.watching.wakes import wakes
    from stackgate.watching.warm import Warm
    from stackgate.watching.watch import Watch

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    log_to(Path("stackgate.log").absolute())
    console = Console(highlight=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    first = run_of(environment, config, only_validators=only is not None)
    with tempfile.TemporaryDirectory(prefix="stackgate-watch-") as folder:
        warm = Warm(partial(_read_again, first, config), paths, Path(folder).resolve())
        watching = Watch(warm, partial(tell, console=console), steps)
        progress(f"watching {', '.join(map(str, paths)) or first.settings.app} for {first.environment}; Ctrl-C ends")
        try:
            with suppress(KeyboardInterrupt):
                watching.follow(wakes(lambda: warm.territory.folders()))
        except BrokenPipeError:  # who reads it has seen enough; the rest of the buffer must not fail at the exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            raise CannotJudge(f"the folders cannot be watched: {error}") from None
    raise SystemExit(watching.exit_status)


def _read_again(first: Run, config: Path | None) -> Run:
    """The run with the settings as they are now. Raises SettingsError."""
    from dataclasses import replace

    from stackgate.settings import SettingsError, load_settings

    settings: Settings = load_settings(config)
    if first.environment not in settings.environments:
        raise SettingsError(f"there is no environment {first.environment!r} any more")
    return replace(first, settings=settings)
