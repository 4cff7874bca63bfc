"""How a command ends where it fails itself: status 2 and one line, whatever becomes of the log."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stackgate.terminal import discard, end_as_told, log_to


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
