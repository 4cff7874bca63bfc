"""Which rules were asked about which types of resources, and which types no rule of their own is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from stackgate.evidence import Evidence, Pair
from stackgate.reports.html.joined import kind_of
from stackgate.reports.html.words import State, counted, worst

_SEVERAL = 3
"""From so many types on, a rule that was asked about each of them is about no type of its own."""


@dataclass(frozen=True, slots=True)
class TypeView:
    """A type, how many resources of it there are, how many rules are about it itself and how many about all types,
    and what came of the pairs."""

    name: str
    resources: int
    own: int
    general: int
    counts: Counter[State]

    @property
    def state(self) -> State:
        """The worst outcome of its pairs."""
        return worst(self.counts)

    @property
    def outcomes(self) -> str:
        """The outcomes in words."""
        return counted(self.counts)


def coverage_of(evidence: Evidence) -> list[TypeView]:
    """The types of the resources, those without a rule of their own first."""
    kinds = {(one.stack, one.address): kind_of(one.address, one.type) for one in evidence.resources}
    asked: dict[str, dict[str, Counter[State]]] = {kind: {} for kind in sorted(set(kinds.values()))}
    for pair, kind in _of_resources(evidence.pairs, kinds):
        asked[kind].setdefault(pair.rule, Counter())[pair.outcome] += 1
    general = _general(asked.values(), len(asked))
    numbers = Counter(kinds.values())
    views = [
        TypeView(
            name=kind,
            resources=numbers[kind],
            own=len(rules.keys() - general),
            general=len(rules.keys() & general),
            counts=sum(rules.values(), Counter()),
        )
        for kind, rules in asked.items()
    ]
    return sorted(views, key=lambda view: (view.own > 0, view.name))


def _of_resources(pairs: Iterable[Pair], kinds: dict[tuple[str, str], str]) -> Iterable[tuple[Pair, str]]:
    return ((pair, kinds[pair.stack, pair.address]) for pair in pairs if (pair.stack, pair.address) in kinds)


def _general(rules: Iterable[Iterable[str]], types: int) -> set[str]:
    """The rules that were asked about every type; of few types those of the provider's schema alone."""
    if types < _SEVERAL:
        return {"schema"}
    seen = Counter(rule for asked in rules for rule in asked)
    return {rule for rule, number in seen.items() if number == types} | {"schema"}
