"""Over what a run's documents are spread: processes, machines, a cluster; and whom each of them is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stackgate.finding import JudgementError, Shard
from stackgate.fleet import Fleet
from stackgate.fleet.pace import Pace
from stackgate.fleet.shards import cut
from stackgate.gate import Gate
from stackgate.judgement import DocumentJudgement, Terms
from stackgate.subject import Input

if TYPE_CHECKING:
    from stackgate.fleet.cluster import Cluster
    from stackgate.fleet.stream import Stream
    from stackgate.settings import Settings


@dataclass(frozen=True)
class Spreading:
    """`jobs` are the processes that judge, 0 for as many as there are cores. `shard` is the one that is judged, from 1,
    of so many. `stream` is told of each document, `dask` is the address of a scheduler whose workers judge."""

    jobs: int = 0
    shard: tuple[int, int] | None = None
    stream: Stream | None = None
    dask: str | None = None

    def cut(self, inputs: Sequence[Input], errors: Sequence[JudgementError]) -> Shard | None:
        """The shard of these documents that is judged; None for all of them."""
        return cut(*self.shard, inputs, errors) if self.shard else None

    def judge(
        self, gate: Gate, inputs: Sequence[Input], terms: Terms, settings: Settings, tell: Callable[[str], None]
    ) -> list[DocumentJudgement]:
        """What came of the documents, those of the shard, in their order.

        `settings` are those with all the folders of own rules. Raises ClusterError, and NotWritten for the stream.
        """
        numbers = terms.shard.numbers if terms.shard else range(len(inputs))
        if self.stream:
            self.stream.begin(terms, len(numbers))
        pace = Pace(len(numbers), tell)
        if numbers:
            pace.begin(inputs[numbers[0]].shown)
        found: dict[int, DocumentJudgement] = {}
        with closing(self._fleet(gate, inputs, settings).judge(numbers)) as done:
            for number, judgement in done:
                pace.step(judgement.path)
                if self.stream:
                    self.stream.tell(number, judgement)
                found[number] = judgement
        return [found[number] for number in numbers]

    def _fleet(self, gate: Gate, inputs: Sequence[Input], settings: Settings) -> Fleet | Cluster:
        here = Fleet(gate, inputs, self.jobs)
        if self.dask is None:
            return here
        from stackgate.fleet.cluster import Cluster
        from stackgate.fleet.parcels import recipe_of

        return Cluster(self.dask, recipe_of(gate, settings), here)
