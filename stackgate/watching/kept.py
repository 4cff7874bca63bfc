"""What came of each document, kept as long as nothing that it rests on has changed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from typing import Any

from stackgate.gate import Gate
from stackgate.judgement import DocumentJudgement
from stackgate.subject import Input


class Kept:
    """The judgements of the documents that were judged last, by one set of rules, settings and waivers."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, DocumentJudgement]] = {}

    def judge(
        self, gate: Gate, inputs: Sequence[Input], progress: Callable[[str], None]
    ) -> tuple[DocumentJudgement, ...]:
        """What came of the documents, of which those that have changed are judged."""
        now: dict[str, tuple[object, DocumentJudgement]] = {}
        for given in inputs:
            rests_on = _rests_on(given), gate.waivers.today
            known = self._kept.get(given.shown)
            if known is None or known[0] != rests_on:
                progress(f"judging {given.shown}")
                known = rests_on, gate.judge_document(given)
            now[given.shown] = known
        self._kept = now
        return tuple(judgement for _, judgement in now.values())


def _rests_on(given: Input) -> tuple[Any, ...]:
    """The digest and the source lines of a document; never the same twice where it calls modules, which lie beside."""
    try:
        content = given.path.read_bytes()
    except OSError as error:
        return (str(error),)
    again = time.monotonic_ns() if b'"module"' in content else 0
    return hashlib.sha256(content).digest(), given.sources, again
