"""Tries a way: the command line as `stackgate` runs it, in this process, in a folder of its own."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from stackgate.cli import main
from tests.command.in_process import own_log

from .way import Way


@dataclass(frozen=True)
class Outcome:
    """What came of a way: the exit status, all that was printed, and the lines that hold what the way's line must."""

    status: object
    printed: str
    lines: tuple[str, ...]


def outcome_of(way: Way) -> Outcome:
    """Put the way's files into a new folder, call the command there, and take down what it says."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name), own_log():
        way.prepare(Path(name))
        status, printed = call(way.arguments)
    return Outcome(status, printed, tuple(line.strip() for line in printed.splitlines() if way.line in line))


def call(arguments: tuple[str, ...]) -> tuple[object, str]:
    """Exit status and all output of `stackgate ARGUMENTS`. An exception that would be a traceback is printed as one."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        mock.patch.object(sys, "argv", ["stackgate", *arguments]),
        mock.patch.dict(os.environ, {"COLUMNS": "200", "NO_COLOR": "1"}),
    ):
        status: object = 0
        try:
            main()
        except SystemExit as end:
            status = end.code
        except BaseException:
            status = "traceback"
            traceback.print_exc(file=out)
    return status, out.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]
