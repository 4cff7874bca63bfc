"""How long `stackgate watch` takes from a save to the verdict, in a process that runs already."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.contenders import REPOSITORY, SAVED_DOCUMENT, SAVED_SOURCE, SCRIPTS
from tests.bench.measuring import Failed, Measured

_VERDICT = re.compile(r"(ALLOWED|BLOCKED|ERROR) .*?([\d,]+) pairs? judged")
_PAUSE_S = 0.5
"""Between two saves: a person's come one by one."""
_SOURCE = Path("stack", "dead_letters.py")
_WRITTEN, _SECONDS = "visibility_timeout_seconds=15 * 60", 900


def at_each_save(document: Path, rounds: int, folder: Path) -> Iterator[Measured]:
    """A document with the bundled stack, then the stack's source, saved `rounds` times with another value each.

    Raises Failed where the watch did not judge what was saved.
    """
    own = folder / "watched"
    shutil.copytree(REPOSITORY / "stack", own / "stack", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("cdktf.json", "stackgate.toml"):
        shutil.copy(REPOSITORY / name, own)
    saved = own / "synthesized" / "cdk.tf.json"
    saved.parent.mkdir()
    content = json.loads(document.read_text(encoding="utf-8"))

    def save_document(number: int) -> None:
        content["resource"]["aws_sqs_queue"]["dead_letters_jobs"]["visibility_timeout_seconds"] = _SECONDS + number
        saved.write_text(json.dumps(content, indent=2), encoding="utf-8")

    source = (own / _SOURCE).read_text(encoding="utf-8")

    def save_source(number: int) -> None:
        (own / _SOURCE).write_text(source.replace(_WRITTEN, f"{_WRITTEN} + {number}"), encoding="utf-8")

    save_document(0)
    yield _measure(SAVED_DOCUMENT.name, ["synthesized"], saved.name, save_document, rounds, own)
    yield _measure(SAVED_SOURCE.name, [], _SOURCE.name, save_source, rounds, own)


def _measure(
    name: str, arguments: list[str], file: str, save: Callable[[int], None], rounds: int, folder: Path
) -> Measured:
    seconds, judged = [], 0
    with _watch(arguments, folder) as (process, told):
        told()
        for number in range(rounds + 1):
            time.sleep(_PAUSE_S)
            started = time.perf_counter()
            save(number + 1)
            said = told()
            seconds.append(time.perf_counter() - started)
            found = _VERDICT.match(said[-1])
            if found is None or found[1] == "ERROR" or not any(file in line for line in said):
                raise Failed(f"{name} did not judge it:\n{''.join(said)}")
            judged = int(found[2].replace(",", ""))
        peak = peak_of(process.pid)
    # The first save is for warming up.
    return Measured(name, 0, tuple(seconds[1:]), (peak,) * rounds, judged)


@contextmanager
def _watch(arguments: list[str], folder: Path) -> Iterator[tuple[subprocess.Popen[str], Callable[[], list[str]]]]:
    """A watch in a process of its own, and a function that gives the lines that it prints up to its next verdict."""
    with (
        (folder.parent / "said").open("w") as said,
        subprocess.Popen(
            [str(SCRIPTS / "stackgate"), "watch", *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        ) as process,
    ):

        def told() -> list[str]:
            assert process.stdout is not None
            lines = []
            for line in process.stdout:
                lines.append(line)
                if _VERDICT.match(line) or line.startswith("ERROR"):
                    return lines
            raise Failed(f"stackgate watch ended:\n{(folder.parent / 'said').read_text()}")

        try:
            yield process, told
        finally:
            process.terminate()  # what runs in the background of a shell ignores an interrupt


def peak_of(pid: int) -> int:
    """The most memory that a process has taken so far, in KiB."""
    status = Path("/proc", str(pid), "status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) if found else 0
