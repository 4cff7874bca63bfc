"""Many documents in several processes: the verdict of one process, whatever becomes of a document."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from in_process import stackgate
from small_documents import AS_IT_IS, ENDINGS, IN_SHARES, document, ending_rule, fleet, in_a_process, report, write

from stackgate import terminal
from stackgate.fleet import pace


@pytest.mark.parametrize("only", [(), ("--only", "validators")])
@pytest.mark.parametrize("kept", [(), ("--ledger",)])
def test_the_verdict_is_that_of_one_process(tmp_path: Path, only: tuple[str, ...], kept: tuple[str, ...]) -> None:
    fleet(tmp_path, 8)
    write(tmp_path / "broken", "{")
    how = ("--format", "json", *only, *kept)
    one = stackgate("check", ".", "--jobs", "1", *how, cwd=tmp_path)
    several = in_a_process("check", ".", "--jobs", "3", *how, cwd=tmp_path)
    assert (one.returncode, several.returncode) == (2, 2)
    assert report(one.stdout) == report(several.stdout)
    assert [error["where"] for error in report(several.stdout)["errors"]] == ["broken/cdk.tf.json"]
    assert len(report(several.stdout)["documents"]) == 8


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_process_that_dies_costs_its_document_and_no_other(tmp_path: Path, ending: str) -> None:
    fleet(tmp_path / "docs", 9)
    rules = ending_rule(tmp_path / "rules", ending, "s004")
    how = ("--only", "validators", "--format", "json", "--rules", str(rules))
    done = in_a_process("check", "docs", "--jobs", "3", *how, cwd=tmp_path)
    found = report(done.stdout)
    assert done.returncode == 2
    assert [error["where"] for error in found["errors"]] == ["docs/s004/cdk.tf.json"]
    assert found["errors"][0]["message"] == f"was not judged: the process that judged it ended, twice: {ending}"
    (tmp_path / "docs/s004/cdk.tf.json").unlink()
    without = report(stackgate("check", "docs", "--jobs", "1", *how, cwd=tmp_path).stdout)
    assert found["documents"] == without["documents"]
    assert found["findings"] == without["findings"]
    assert found["counts"] == without["counts"]


def test_a_document_whose_process_died_by_chance_is_judged_again(tmp_path: Path) -> None:
    fleet(tmp_path / "docs", 4)
    rules = ending_rule(tmp_path / "rules", "SIGKILL", "s002")
    rule = rules / "ending.py"
    once = f"once = Path({str(tmp_path / 'once')!r})\n    if not once.exists() and once.write_text('') == 0 and topic"
    rule.write_text(rule.read_text().replace("if topic", once), encoding="utf-8")
    how = ("--only", "validators", "--format", "json", "--rules", str(rules))
    done = in_a_process("check", "docs", "--jobs", "2", *how, cwd=tmp_path)
    assert (tmp_path / "once").exists()
    assert (done.returncode, report(done.stdout)["errors"]) == (1, [])
    assert len(report(done.stdout)["documents"]) == 4


def test_a_rule_that_raises_is_told_with_its_traceback_in_the_log(tmp_path: Path) -> None:
    fleet(tmp_path / "docs", 3)
    rules = ending_rule(tmp_path / "rules", "SIGKILL", "none")
    (rules / "ending.py").write_text((rules / "ending.py").read_text().replace("return ()", "raise KeyError"))
    done = stackgate("check", "docs", "--jobs", "2", "--only", "validators", "--rules", str(rules), cwd=tmp_path)
    assert done.returncode == 2
    assert "the traceback is in stackgate.log" in done.stderr
    assert (tmp_path / "stackgate.log").read_text().count("Traceback") == 3


@pytest.mark.parametrize("how", [AS_IT_IS, IN_SHARES], ids=["small", "large"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_what_is_interrupted_ends_at_once_and_leaves_no_process(
    tmp_path: Path, number: signal.Signals, how: tuple[str, str]
) -> None:
    fleet(tmp_path / "docs", 6)
    rules = ending_rule(tmp_path / "rules", "SIGKILL", "none")
    body = f"Path({str(tmp_path)!r}, str(os.getpid())).touch(); __import__('time').sleep(3)"
    (rules / "ending.py").write_text((rules / "ending.py").read_text().replace("return ()", body))
    arguments = ["check", "docs", "--jobs", "2", "--only", "validators", "--rules", str(rules)]
    command = [sys.executable, *how, *arguments]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    at_once = 2 if how == AS_IT_IS else 1  # a large document is judged by itself
    while len(workers := [int(path.name) for path in tmp_path.iterdir() if path.name.isdigit()]) < at_once:
        assert running.poll() is None
        time.sleep(0.02)
    before = time.monotonic()
    running.send_signal(number)
    _, told = running.communicate(timeout=20)
    if number == signal.SIGINT:
        assert time.monotonic() - before < 2
        assert (running.returncode, told.splitlines()[-1]) == (2, "stackgate: interrupted, nothing was judged")
        assert not any(map(_lives, workers))
    for _ in range(200):  # killed itself, it cannot end them: they do when their document is done
        if not any(map(_lives, workers)):
            break
        time.sleep(0.05)
    assert not any(map(_lives, workers))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return not Path("/proc").is_dir() or Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


class TestNames:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> None:
        fleet(tmp_path, 3)

    def judged(self, folder: Path, *names: str, given: str = "") -> tuple[int, list[str], list[str]]:
        done = stackgate("check", *names, "--only", "validators", "--format", "json", cwd=folder, given=given)
        found = report(done.stdout)
        return (
            done.returncode,
            [document["path"] for document in found["documents"]],
            [f"{error['where']}: {error['message']}" for error in found["errors"]],
        )

    EVERY = ("s000/cdk.tf.json", "s001/cdk.tf.json", "s002/cdk.tf.json")

    @pytest.mark.parametrize("names", [("s*",), ("*/cdk.tf.json",), ("**/*.tf.json",), (".",), ("s0*", "s00*", "s001")])
    def test_a_pattern_stands_for_what_it_matches(self, tmp_path: Path, names: tuple[str, ...]) -> None:
        assert self.judged(tmp_path, *names) == (1, list(self.EVERY), [])

    def test_a_list_stands_for_its_lines(self, tmp_path: Path) -> None:
        text = "s002\n\ns000/cdk.tf.json\r\n"
        (tmp_path / "list").write_text(text, encoding="utf-8")
        expected = (1, [self.EVERY[2], self.EVERY[0]], [])
        assert self.judged(tmp_path, "@list") == expected
        assert self.judged(tmp_path, "@-", given=text) == expected

    @pytest.mark.parametrize(
        ("name", "error"),
        [
            ("t*", "t*: matches no file"),
            ("@none", "@none: cannot be read: No such file or directory"),
            ("@empty", "@empty: names no document"),
            ("none", "none: cannot be read: No such file or directory"),
        ],
    )
    def test_what_leads_nowhere_is_an_error(self, tmp_path: Path, name: str, error: str) -> None:
        (tmp_path / "empty").write_text("\n", encoding="utf-8")
        assert self.judged(tmp_path, "s001", name) == (2, [self.EVERY[1]], [error])

    def test_a_file_that_is_called_like_a_pattern_is_itself(self, tmp_path: Path) -> None:
        for name in ("[s]*", "@at"):
            write(tmp_path / name, document("odd"))
        assert self.judged(tmp_path, "[s]*", "./@at")[1:] == (["[s]*/cdk.tf.json", "@at/cdk.tf.json"], [])


def test_progress_tells_how_many_and_how_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_SECONDS_BETWEEN_STEPS", 0.1)
    monkeypatch.setattr(pace, "_SOONEST_S", 0.2)
    fleet(tmp_path / "docs", 12)
    rules = ending_rule(tmp_path / "rules", "SIGKILL", "none")
    (rules / "ending.py").write_text(
        (rules / "ending.py").read_text().replace("return ()", "__import__('time').sleep(0.1)"), encoding="utf-8"
    )
    arguments = ("--jobs", "2", "--only", "validators", "--rules", str(rules), "--format", "json")
    done = stackgate("check", "docs", *arguments, cwd=tmp_path)
    assert "stackgate: judging 12 documents\n" in done.stderr
    assert " of 12, " in done.stderr and " s left: docs/s0" in done.stderr
    assert json.loads(done.stdout)["counts"]["judged"]
