"""Many documents, judged by several processes: each document on its own, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from stackgate.finding import JudgementError
from stackgate.gate import Gate
from stackgate.judgement import DocumentJudgement
from stackgate.processes import Died, can_spread, cores, spread
from stackgate.subject import Input
from stackgate.unjudged import UnjudgedError

LARGE_BYTES = 2 * 1024**2
"""A document of so many bytes has some 2,000 resources: it is spread over the cores by itself."""
WORTH_BYTES = 512 * 1024
"""Up to so many bytes in all, one process is done before several have begun."""


class ClusterError(UnjudgedError):
    """Workers of a cluster that cannot judge for this run; the text says why."""

    where = "dask"


Done = Generator[tuple[int, DocumentJudgement], None, None]


@dataclass(frozen=True)
class Fleet:
    """The documents of a run, and in how many processes to judge them: as many as there are cores for 0."""

    gate: Gate
    inputs: Sequence[Input]
    jobs: int = 0

    def judge(self, numbers: Sequence[int]) -> Done:
        """Each of these documents, by its number, with what came of it, in the order in which they are done.

        A document whose process dies is judged once more, alone: another may have taken the memory. If it ends again,
        that is its error. To be used with `contextlib.closing`, which ends the processes.
        """
        sizes = {number: _size(self.inputs[number].path) for number in numbers}
        jobs = self.jobs or cores()
        if min(jobs, len(numbers)) == 1 or not can_spread() or (not self.jobs and sum(sizes.values()) < WORTH_BYTES):
            return ((number, self._judge(jobs, number)) for number in numbers)
        return self._spread(jobs, sizes)

    def judge_apart(self, numbers: Sequence[int]) -> Done:
        """The same, but never in this process: for documents that have ended others."""
        return self._spread(self.jobs or cores(), {number: _size(self.inputs[number].path) for number in numbers})

    def _spread(self, jobs: int, sizes: dict[int, int]) -> Done:
        if "policies" in self.gate.engines:
            from stackgate.scan import warm_up

            warm_up()  # once for all processes
        small = [number for number, size in sizes.items() if size < LARGE_BYTES]
        large = [number for number, size in sizes.items() if size >= LARGE_BYTES]
        died: list[int] = []
        for at_once, cores_each, some in ((jobs, 1, small), (1, jobs, large), (1, 1, died)):
            again = some is died
            with closing(spread(partial(self._judge, cores_each), some, at_once)) as done:
                for number, judgement in done:
                    if not isinstance(judgement, Died):
                        yield number, judgement
                    elif again:
                        yield number, _lost(self.inputs[number], judgement)
                    else:
                        died.append(number)

    def _judge(self, cores_each: int, number: int) -> DocumentJudgement:
        return self.gate.judge_document(self.inputs[number], cores_each)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # judging it will tell
        return 0


def _lost(given: Input, died: Died) -> DocumentJudgement:
    error = JudgementError(given.shown, f"was not judged: the process that judged it ended, twice: {died.how}")
    return DocumentJudgement(given.shown, errors=(error,))
