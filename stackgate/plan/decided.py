"""What became of the questions that were open when a document was judged, once its plan is."""

from __future__ import annotations

from collections.abc import Collection

from stackgate.address import without_keys
from stackgate.finding import WORST_FIRST, Decided, Status, Verdict
from stackgate.schema_rule import SCHEMA


def decided(verdict: Verdict, asked: Collection[tuple[str, str]]) -> tuple[Decided, ...]:
    """For each pair of rule and address what the verdict on the plan says, of several instances the worst.

    The verdict has its passes among its findings. What the schema left open has passed: a provider made the plan by it.
    Nothing is told where the verdict could not be reached.
    """
    if verdict.errors:
        return ()
    said: dict[tuple[str, str], list[Status]] = {}
    for finding in verdict.findings:
        for address in {finding.address, without_keys(finding.address)}:
            said.setdefault((finding.rule, address), []).append(finding.status)
    said |= {pair: ["pass"] for pair in asked if pair[0] == SCHEMA.name}
    return tuple(Decided(*pair, now=_worst(said[pair]) if pair in said else "gone") for pair in dict.fromkeys(asked))


def _worst(statuses: list[Status]) -> Status:
    return min(statuses, key=WORST_FIRST.__getitem__)
