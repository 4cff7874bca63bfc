"""How a command ends where it fails itself: status 2 and one line, whatever becomes of the log."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from stackgate.live import LiveSteps
from stackgate.terminal import discard, end_as_told, log_to, steps


@pytest.fixture(autouse=True)
def logger() -> Iterator[logging.Logger]:
    """The logger, which is given back as it was."""
    logger = logging.getLogger("stackgate")
    before = logger.handlers, logger.propagate
    yield logger
    for handler in logger.handlers:
        handler.close()
    logger.handlers, logger.propagate = before


def crash() -> None:
    raise ZeroDivisionError("secret")


def test_a_log_that_cannot_be_written_does_not_change_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to(tmp_path / "not-there" / "stackgate.log")
    with pytest.raises(SystemExit) as ended:
        end_as_told(crash)
    assert ended.value.code == 2
    assert capsys.readouterr().err == "stackgate: failed itself: ZeroDivisionError\n"


def test_the_traceback_is_in_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log_to(tmp_path / "stackgate.log")
    with pytest.raises(SystemExit):
        end_as_told(crash)
    assert "ZeroDivisionError: secret" in (tmp_path / "stackgate.log").read_text()
    assert "secret" not in capsys.readouterr().err


def test_without_a_log_there_is_one_line_and_no_traceback() -> None:
    code = "from stackgate.terminal import end_as_told; end_as_told(lambda: 1 / 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "stackgate: failed itself: ZeroDivisionError\n")


def test_a_report_that_another_run_removes_meanwhile_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_file", lambda _: True)
    discard(tmp_path / "verdict.json")


def test_steps_of_one_kind_are_told_sparsely(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([100, 101, 102, 105, 106])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with steps() as tell:
        for message in ("synthesizing: app", "judging a", "judging b", "judging c", "reports: v.json"):
            tell(message)
    assert capsys.readouterr().err.splitlines() == [
        "stackgate: synthesizing: app",
        "stackgate: judging a",
        "stackgate: reports: v.json",
    ]


def test_after_a_while_the_next_step_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([100, 104, 105.5, 106])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with steps() as tell:
        for name in "abcd":
            tell(f"judging {name}")
    assert capsys.readouterr().err == "stackgate: judging a\nstackgate: judging c\n"


def test_on_a_terminal_steps_of_one_kind_share_a_line() -> None:
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=40, color_system=None)
    with LiveSteps(console) as tell:
        for message in ("synthesizing: app", "judging a", "judging b\x1b[2J", f"judging {'c' * 100}"):
            tell(message)
    lines = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", file.getvalue()).replace("\r", "").splitlines()
    assert "stackgate: synthesizing: app" in lines
    assert lines[-1] == f"stackgate: judging {'c' * 20}…"
    assert "\x1b[2J" not in file.getvalue()
    assert file.getvalue().rstrip().endswith("\x1b[?25h")
