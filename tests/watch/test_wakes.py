"""What the system tells of real files: nothing is missed of what happens after a wake."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from threading import Thread

import pytest

from stackgate.watching.contents import Contents
from stackgate.watching.junk import folders_below
from stackgate.watching.wakes import wakes

PATIENCE_S = 30


@pytest.fixture
def woken(tmp_path: Path) -> Iterator[Callable[[], bool]]:
    """Waits for the next wake; whether there was one."""
    stream = wakes(lambda: list(folders_below(tmp_path)))

    def wait() -> bool:
        done: Future[bool] = Future()
        Thread(target=lambda: done.set_result(next(stream, True) is None), daemon=True).start()
        return done.result(PATIENCE_S)

    yield wait


def test_each_thing_that_happens_wakes(tmp_path: Path, woken: Callable[[], bool]) -> None:
    file = tmp_path / "a.json"
    assert woken()
    for happens in (
        lambda: file.write_text("1"),
        lambda: file.write_text("2"),
        lambda: (tmp_path / "new").write_text("3") and (tmp_path / "new").rename(file),
        file.unlink,
    ):
        happens()
        assert woken()


def test_what_happens_before_one_waits_is_not_missed(tmp_path: Path, woken: Callable[[], bool]) -> None:
    assert woken()
    for number in range(3):
        (tmp_path / str(number)).touch()
    assert woken()


def test_a_folder_that_appears_or_is_made_again_is_watched(tmp_path: Path, woken: Callable[[], bool]) -> None:
    inner = tmp_path / "inner"
    contents = Contents([])
    assert woken()
    for text in "12":
        shutil.rmtree(inner, ignore_errors=True)
        inner.mkdir()
        for more in "abc":
            (inner / "file").write_text(text + more)
            while not contents.changed(inner.glob("*")):
                assert woken()


def test_contents_tell_what_has_changed(tmp_path: Path) -> None:
    file, other = tmp_path / "a", tmp_path / "b"
    file.write_text("1")
    contents = Contents(tmp_path.glob("*"))

    def changed() -> set[str]:
        return {path.name for path in contents.changed(tmp_path.glob("*"))}

    assert changed() == set()
    file.write_text("2")
    other.write_text("2")
    assert changed() == {"a", "b"}
    file.write_text("2")
    assert changed() == set()
    file.unlink()
    assert changed() == {"a"}
    assert changed() == set()
