"""The out folder of a gate: what the files in it are called, and how one is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CDKTF_OUT = "cdktf.out"
VERDICT = "verdict.json"
SARIF = "findings.sarif"
REPORT = "report.html"
SYNTH_LOG = "synth.log"
SEAL = "seal.json"


class NotWritten(Exception):
    """A file of the out folder that cannot be written; the text names it and says why."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise NotWritten, which names the file, for an OSError, which may name a temporary one or none."""
    try:
        yield
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {error.strerror}") from None


def write_report(path: Path, text: str) -> None:
    """Write a report whole or not at all."""
    import tempfile  # 3 ms that a command which only prints need not spend

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
