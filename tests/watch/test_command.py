"""`stackgate watch` as a process: real saves, what it prints, how it ends, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any

import pytest
from click.testing import CliRunner

from stackgate.cli import cli

from .conftest import SETTINGS, document

PATIENCE_S = 120
VERDICTS = ("ALLOWED", "BLOCKED", "ERROR")


class Process:
    """A watch in a process of its own; its temporary files go to a folder that is empty when it has ended."""

    def __init__(self, *arguments: str, folder: Path) -> None:
        self.temporary = folder
        self._lines: Queue[str] = Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "stackgate", "watch", "--only", "validators", *arguments],
            env=os.environ | {"TMPDIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self._reader = Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._lines.put(line)

    def told(self) -> list[str]:
        """The lines up to the next verdict."""
        found: list[str] = []
        while not found or not found[-1].startswith(VERDICTS):
            found.append(self._lines.get(timeout=PATIENCE_S))
        return found

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Its exit status when it gets a signal, and what it said on the way."""
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE_S)
        assert self.process.stderr
        return status, self.process.stderr.read()

    def clean_up(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join(PATIENCE_S)
        assert self.process.stderr
        self.process.stderr.close()


@pytest.fixture
def start(world: Any, tmp_path: Path) -> Iterator[Callable[..., Process]]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    started: list[Process] = []

    def start(*arguments: str) -> Process:
        started.append(Process(*arguments, folder=folder))
        return started[-1]

    yield start
    for one in started:
        one.clean_up()


def test_a_document_is_judged_at_each_save(world: Any, start: Callable[..., Process]) -> None:
    world.write("out/one/cdk.tf.json", document(a="no", b="no"))
    watch = start("out")
    assert watch.told()[-1].startswith("BLOCKED  prod: 2 resources in 1 document")
    world.write("out/one/cdk.tf.json", document(b="no", c="no"))
    second = "".join(watch.told())
    assert "  out/one/cdk.tf.json\n" in second
    assert "null_resource.c  out/one/cdk.tf.json:" in second
    assert "fixed: own_rule at null_resource.a" in second
    assert "still: own_rule at null_resource.b" in second
    assert "null_resource.b  out" not in second
    assert "1 new, 1 fixed, 1 unchanged\nBLOCKED" in second
    world.write("out/one/cdk.tf.json", '{"resource": {')
    assert "could not judge out/one/cdk.tf.json: is not JSON" in "".join(watch.told())
    world.write("out/one/cdk.tf.json", document(a="yes"))
    assert "2 fixed\nALLOWED" in "".join(watch.told())
    status, said = watch.end()
    assert status == 0
    assert "Traceback" not in said


def test_the_app_is_synthesized_at_each_save_away_from_the_project(world: Any, start: Callable[..., Process]) -> None:
    world.app()
    world.write("parts/one.json", document(a="yes"))
    watch = start()
    assert watch.told()[-1].startswith("ALLOWED")
    before = set(world.folder.rglob("*"))
    assert [path.stat().st_mode & 0o777 for path in watch.temporary.iterdir()] == [0o700]
    world.write("parts/more/new.json", document(a="no"))
    world.write("make.sh", Path("make.sh").read_text().replace("parts/one.json", "parts/more/new.json"))
    while not (last := watch.told()[-1]).startswith("BLOCKED"):
        pass
    assert "1 resource in 1 document" in last
    world.write("parts/more/new.json", document(a="no", b="no"))
    assert "null_resource.b" in "".join(watch.told())
    status, said = watch.end(signal.SIGTERM)
    assert (status, "Traceback" in said) == (1, False)
    assert not list(watch.temporary.iterdir())
    assert {path.name for path in set(world.folder.rglob("*")) - before} == {"more", "new.json"}


def test_what_it_prints_into_the_project_is_no_source(world: Any) -> None:
    world.app()
    world.write("parts/one.json", document(a="yes"))
    with Path("printed.txt").open("w") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "stackgate", "watch", "--only", "validators"], stdout=printed, stderr=printed
        )
    try:
        for number, name in enumerate("ab", start=1):
            deadline = time.monotonic() + PATIENCE_S
            while (text := Path("printed.txt").read_text()).count("in 1 document") < number:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            world.write("parts/one.json", document(**{name: "no"}))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_S)
    assert "  printed.txt" not in text


def test_an_app_that_runs_for_long_is_ended_and_nothing_was_judged(world: Any, start: Callable[..., Process]) -> None:
    sleep = f"sleep {10_000 + os.getpid()}"  # as no other run of these tests calls it
    world.app(f"touch started; {sleep}")
    world.write("parts/one.json", document(a="yes"))
    watch = start()
    deadline = time.monotonic() + PATIENCE_S
    while not Path("started").exists():
        assert watch.process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    status, said = watch.end()
    assert (status, "Traceback" in said) == (2, False)
    assert not list(watch.temporary.iterdir())
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert sleep not in running.splitlines()


@pytest.mark.parametrize(
    ("settings", "arguments", "words"),
    [
        ("unknown = 1", (), "stackgate.toml"),
        (SETTINGS, ("--environment", "moon"), "there is no environment 'moon'"),
        (SETTINGS, ("--only", "policies"), "--only"),
        (SETTINGS, ("--config", "none.toml"), "none.toml"),
    ],
)
def test_what_is_wrong_from_the_start_ends_it(
    world: Any, settings: str, arguments: tuple[str, ...], words: str
) -> None:
    world.write("stackgate.toml", settings)
    done = subprocess.run(
        [sys.executable, "-m", "stackgate", "watch", *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, words in done.stderr, done.stdout) == (2, True, "")


def test_folders_that_the_system_does_not_watch_are_an_error(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def watch(*_: object, **__: object) -> Iterator[Any]:
        raise OSError("OS file watch limit reached")
        yield

    monkeypatch.setattr("stackgate.watching.wakes.watch", watch)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    done = CliRunner().invoke(cli, ["watch", "out"], standalone_mode=False)
    assert "OS file watch limit reached" in str(done.exception)
    assert getattr(done.exception, "exit_code", None) == 2
