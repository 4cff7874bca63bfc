"""Fleets of two sizes, judged by the processes of this machine (`--jobs`) and by a Dask cluster (`--dask`).

Both have the cores of this machine. The cluster is there before the time begins, but its workers are new, and load what
they need within it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import psutil

from stackgate.processes import cores
from tests.bench import fleets
from tests.bench.contenders import REPOSITORY, Contender, pairs_judged
from tests.bench.measuring import Failed, Measured, in_turn
from tests.bench.paying import CLIENT, FEW, HERE, MANY, SCHEDULER, THERE, of
from tests.bench.watching import peak_of


def each_way(rounds: int, folder: Path) -> Iterator[Measured]:
    """Fleets of FEW and of MANY documents, on this machine and on a cluster in turn, `rounds` times.

    The seconds of CLIENT and SCHEDULER are the processor's: of the process that was called, and of the scheduler.
    Raises Failed.
    """
    list(_round(FEW, folder))  # for warming up
    runs: dict[str, list[Measured]] = {}
    for number in (FEW, MANY) * rounds:
        for ran in _round(number, folder):
            runs.setdefault(ran.contender, []).append(ran)
    for name, same in runs.items():
        seconds, peaks = (
            tuple(chain.from_iterable(each)) for each in zip(*((ran.seconds, ran.peak) for ran in same), strict=True)
        )
        yield Measured(name, 0, seconds, peaks, same[-1].judged)


def _round(number: int, folder: Path) -> Iterator[Measured]:
    yield _check(HERE, number, folder, "--jobs", str(cores()))
    with _cluster() as (address, scheduler):
        before = _busy_children(), _busy(scheduler)
        there = _check(THERE, number, folder, "--dask", address)
        yield there
        client, scheduling = _busy_children() - before[0], _busy(scheduler) - before[1]
        yield Measured(of(CLIENT, number).name, 0, (client,), there.peak, there.judged)
        yield Measured(of(SCHEDULER, number).name, 0, (scheduling,), (peak_of(scheduler),), there.judged)


def _check(what: str, number: int, folder: Path, *options: str) -> Measured:
    contender = Contender(of(what, number).name, lambda own, _: fleets.check(own, number, *options), pairs_judged)
    (measured,) = in_turn([contender], folder, 0, 1, folder, warm=False)
    return measured


@contextmanager
def _cluster() -> Iterator[tuple[str, int]]:
    """New workers, one a core: the address of their scheduler, and the id of its process. They end with its stdin."""
    command = [sys.executable, "-m", "tests.bench.local_cluster", str(cores())]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        told = process.stdout.readline().split()
        if len(told) != 2:
            raise Failed("the Dask cluster of this machine did not start")
        yield told[0], int(told[1])


def _busy(process: int) -> float:
    """The processor's seconds so far."""
    used = psutil.Process(process).cpu_times()
    return used.user + used.system


def _busy_children() -> float:
    """The same of all processes that this one has waited for: those of a cluster that still runs are not among them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
