"""Runs contenders in turn, in fresh processes, and keeps the seconds and the peak memory of each run."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.contenders import Contender, Step


class Failed(Exception):
    """A contender ended with a status that is not good, or judged nothing: there is nothing to compare."""


@dataclass(frozen=True)
class Measured:
    """The runs of a contender on a document of so many resources; 0 where it is not about such a document.

    seconds: of each run. peak: in KiB, of each run, the largest process of all its processes. judged: the checks that
    it made; 0 where it does not say.
    """

    contender: str
    resources: int
    seconds: tuple[float, ...]
    peak: tuple[int, ...]
    judged: int

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def in_turn(
    contenders: Sequence[Contender], document: Path, resources: int, rounds: int, folder: Path, warm: bool = True
) -> Iterator[Measured]:
    """Each of the contenders once, that counts for nothing where `warm`; then all of them in turn, `rounds` times.

    Raises Failed, and Unusable where a peer is missing.
    """
    steps = {}
    for contender in contenders:
        own = folder / contender.name.replace(" ", "_")
        own.mkdir(parents=True, exist_ok=True)
        steps[contender] = contender.steps(own, document)
    runs: dict[Contender, list[tuple[float, int, str]]] = {contender: [] for contender in contenders}
    for number in range(rounds + warm):
        for contender in contenders:
            ran = _run_all(steps[contender])
            if number >= warm:
                runs[contender].append(ran)
    for contender, ran_each in runs.items():
        seconds, peak, printed = zip(*ran_each, strict=True)
        judged = contender.judged(printed[-1]) if contender.judged else 0
        if contender.judged and not judged:
            raise Failed(f"{contender.name} judged nothing in {document}")
        yield Measured(contender.name, resources, seconds, peak, judged)


def _run_all(steps: list[Step]) -> tuple[float, int, str]:
    """One after the other: the seconds of all, the peak of the largest, what the last one printed."""
    ran = [_run(step) for step in steps]
    return sum(seconds for seconds, _, _ in ran), max(peak for _, peak, _ in ran), ran[-1][2]


def _run(step: Step) -> tuple[float, int, str]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    cores = sorted(os.sched_getaffinity(0))[: step.cores] if step.cores else None
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.perf_counter()
        process = subprocess.Popen(
            step.command,
            cwd=step.folder,
            env=environment | step.variables,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (out, err):
            stream.seek(0)
        printed = out.read()
        if process.returncode not in step.good:
            raise Failed(f"{' '.join(step.command)} ended with {process.returncode}:\n{printed[-2000:]}{err.read()}")
    # Of this process and of all that it waited for, the largest one.
    return seconds, used.ru_maxrss, printed


def growth(measured: Sequence[tuple[int, float]]) -> float | None:
    """The exponent b of seconds = a * resources ** b, by least squares of the logarithms; None of fewer than two."""
    if len(measured) < 2:
        return None
    resources, seconds = zip(*((math.log(size), math.log(taken)) for size, taken in measured), strict=True)
    return statistics.linear_regression(resources, seconds).slope
