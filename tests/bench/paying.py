"""From how many documents on a Dask cluster pays, by fleets of two sizes, judged on this machine and by a cluster."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.bars import Results
from tests.bench.contenders import Named

FEW, MANY = 20, 1_000
"""Few: of their time, nearly all is what a run takes before its first document."""
TIMES = (2, 4)
"""So many times the cores of this machine a cluster is thought to have."""
HERE, THERE = "stackgate check --jobs", "stackgate check --dask"
CLIENT, SCHEDULER = "stackgate check --dask, its own work", "stackgate check --dask, its scheduler's work"


def of(what: str, documents: int) -> Named:
    """The name under which one of the four is kept for a fleet of so many documents."""
    return Named(f"{what}, {documents:,} documents")


@dataclass(frozen=True)
class Line:
    """The seconds of a fleet, `start + each * documents`."""

    start: float
    each: float

    @classmethod
    def through(cls, few: float, many: float) -> Line:
        """Given the seconds of FEW documents and of MANY."""
        each = (many - few) / (MANY - FEW)
        return cls(few - FEW * each, each)


@dataclass(frozen=True)
class Trial:
    """What this machine takes and a cluster of as many cores; and the seconds of a document in one process there.

    However many workers a cluster has, one client sends and joins the documents, and one scheduler deals them out:
    `alone` is what the busier of the two does for each.
    """

    here: Line
    there: Line
    alone: float

    @property
    def start(self) -> float:
        """The fixed cost of a cluster, in seconds more than that of `--jobs`; the cluster itself is there already."""
        return self.there.start - self.here.start

    def each(self, times: float) -> float:
        """The seconds of a document on a cluster of `times` the cores: max(there.each / times, alone)."""
        return max(self.there.each / times, self.alone)

    def pays_from(self, times: float) -> int | None:
        """From how many documents on a cluster of `times` the cores of this machine is done before it.

        The smallest n for which there.start + n * each(times) < here.start + n * here.each, which is the first above

            (there.start - here.start) / (here.each - each(times))

        None where the cluster takes as long for a document, or longer: there is no such number.
        """
        saved = self.here.each - self.each(times)
        return max(1, int(self.start // saved) + 1) if saved > 0 else None

    @property
    def limit(self) -> float:
        """How many times faster than this machine a cluster is at most, with ever more workers and documents."""
        return self.here.each / self.alone


def trial(results: Results) -> Trial | None:
    """That of a run; None where it was not measured."""
    here, there, client, scheduler = (_line(results, what) for what in (HERE, THERE, CLIENT, SCHEDULER))
    if not (here and there and client and scheduler):
        return None
    return Trial(here, there, max(client.each, scheduler.each))


def _line(results: Results, what: str) -> Line | None:
    few, many = (results.at(of(what, number)) for number in (FEW, MANY))
    return Line.through(few.median, many.median) if few and many else None
