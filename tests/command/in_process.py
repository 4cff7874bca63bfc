"""The command line as a user calls it, without a process of its own: Python and Checkov are loaded already."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from unittest import mock

from stackgate.cli import main


def stackgate(*arguments: str, cwd: Path, given: str = "", **variables: str) -> CompletedProcess[str]:
    """What `stackgate ARGUMENTS` prints in the folder `cwd`, and its exit status.

    `given` is its standard input; `variables` are added to the environment. What the command raises, which would be a
    traceback, is raised here too.
    """
    given_stream, out, err = (_stream(text) for text in (given, "", ""))
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "stdin", given_stream),
        mock.patch.object(sys, "argv", ["stackgate", *arguments]),
        mock.patch.dict(os.environ, variables),
        own_log(),
    ):
        status: object = 0
        try:
            main()
        except SystemExit as end:
            status = end.code
    assert isinstance(status, int)
    return CompletedProcess(arguments, status, _text(out), _text(err))


def _stream(text: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


@contextlib.contextmanager
def own_log() -> Iterator[None]:
    """Closes the log file that the command has opened, and leaves the logger as it was."""
    logger = logging.getLogger("stackgate")
    before, propagate = [*logger.handlers], logger.propagate
    try:
        yield
    finally:
        for handler in logger.handlers:
            if handler not in before:
                handler.close()
        logger.handlers, logger.propagate = before, propagate
