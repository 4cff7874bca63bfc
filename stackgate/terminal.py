"""How a command speaks to a terminal, and how it ends: exit statuses, progress, the log of what went wrong."""

from __future__ import annotations

import io
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from stackgate.reports.audit import Audit

COULD_NOT_JUDGE = 2
_SECONDS_BETWEEN_STEPS = 5


class CannotJudge(click.ClickException):
    """What ends a command with exit status 2 and one line."""

    exit_code = COULD_NOT_JUDGE


@contextmanager
def failing_closed() -> Iterator[None]:
    """Turn what is wrong with rules, settings or the register into CannotJudge."""
    from stackgate.unjudged import UnjudgedError

    try:
        yield
    except UnjudgedError as error:
        raise CannotJudge(str(error)) from None


def finish(audit: Audit, format_name: str | None, targets: Sequence[tuple[str, Path]]) -> NoReturn:
    """Write the reports to their files, show one if asked for, and end with the exit status of the worst verdict."""
    from stackgate.out_folder import write_report
    from stackgate.reports import render

    for target_format, file in targets:
        try:
            write_report(file, render(audit, target_format))
        except OSError as error:
            raise CannotJudge(f"the report {file} cannot be written: {error.strerror}") from None
    try:
        if format_name is None:
            pass
        elif format_name == "text" and (sys.stdout.isatty() or "FORCE_COLOR" in os.environ):
            from rich.console import Console

            from stackgate.reports.text import show

            show(audit, Console(highlight=False))
        else:
            click.echo(render(audit, format_name), nl=False)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads it has seen enough; the rest of the buffer must not fail at the exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _tell_of_log()
    raise SystemExit(audit.exit_status)


def discard(*reports: Path) -> None:
    """Remove the reports of an earlier run: what breaks off must not leave its verdict standing."""
    for report in reports:
        if report.is_file():
            report.unlink(missing_ok=True)


def progress(message: str) -> None:
    """Tell the terminal how far it is."""
    click.echo(f"stackgate: {message}", err=True)


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """A function that tells of the steps of long work, of which those of one kind begin with the same word.

    On a terminal they share a line, with the seconds that it has taken. Elsewhere the first is told, then one every few
    seconds.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _Sparsely()
        return
    from stackgate.live import LiveSteps

    with LiveSteps() as live:
        yield live


@dataclass
class _Sparsely:
    kind: str = ""
    told_at: float = 0

    def __call__(self, message: str) -> None:
        kind, now = message.partition(" ")[0], time.monotonic()
        if kind != self.kind or now - self.told_at >= _SECONDS_BETWEEN_STEPS:
            progress(message)
            self.kind, self.told_at = kind, now


def log_to(path: Path) -> None:
    """Keep tracebacks in a file that is only made when there is one to keep."""
    logger = logging.getLogger("stackgate")
    logger.propagate = False
    for earlier in logger.handlers:
        earlier.close()
    logger.handlers = [logging.FileHandler(path, delay=True, encoding="utf-8")]


def _tell_of_log() -> None:
    for handler in logging.getLogger("stackgate").handlers:
        if isinstance(handler, logging.FileHandler) and handler.stream is not None:
            progress(f"the traceback is in {os.path.relpath(handler.baseFilename)}")


def end_as_told(command: Callable[[], object]) -> None:
    """Run a command; what it raises ends the process with exit status 2 and one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that has no such letter is no reason to fail
    logging.getLogger("stackgate").addHandler(logging.NullHandler())  # without a log, no traceback on the terminal
    try:
        command()
    except click.ClickException as error:
        error.show()
        raise SystemExit(COULD_NOT_JUDGE) from None
    except (KeyboardInterrupt, click.Abort):
        click.echo("stackgate: interrupted, nothing was judged", err=True)
        raise SystemExit(COULD_NOT_JUDGE) from None
    except SystemExit:
        raise
    except BaseException as error:
        with suppress(OSError):  # a log that cannot be written must not change the exit status
            logging.getLogger("stackgate").exception("stackgate itself failed")
        click.echo(f"stackgate: failed itself: {type(error).__name__}", err=True)
        _tell_of_log()
        raise SystemExit(COULD_NOT_JUDGE) from None
