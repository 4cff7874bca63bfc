"""The rows as the page shows them at first: a card for each rule and state, the worst first, and of each the first
places. The page's script shows the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from stackgate.reports.html.joined import About, Row
from stackgate.reports.html.words import OPEN, STATES, State

CARDS = 40
"""The cards that are on the page before its script adds any."""
PLACES = 8
"""The places that a card shows at first, where the page has many."""
_FEW = 200


@dataclass(frozen=True, slots=True)
class Card:
    """The findings of one rule in one state; `rows` are the first of them, `number` counts all."""

    about: About
    state: State
    level: str
    rows: tuple[Row, ...]
    number: int

    @property
    def word(self) -> str:
        """What the badge says: an open question that blocks nothing is told apart."""
        return "unknown, may pass" if self.state == "unknown" and self.level == "warning" else STATES[self.state]

    @property
    def hides(self) -> int:
        """How many of its findings are not among its rows."""
        return self.number - len(self.rows)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: its name, what it is called, and its choices, each with the number of findings."""

    name: str
    label: str
    choices: tuple[tuple[str, int], ...]


def places(number: int) -> int:
    """How many places of a card the page shows at first, of so many findings in all."""
    return PLACES if number > _FEW else _FEW


def cards_of(rows: Sequence[Row]) -> list[Card]:
    """All the cards, the worst first."""
    groups: dict[tuple[About, State, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.about, row.state, row.finding.level), []).append(row)
    limit = places(len(rows))
    return [
        Card(about, state, level, tuple(group[:limit]), len(group)) for (about, state, level), group in groups.items()
    ]


def state_counts(rows: Iterable[Row]) -> dict[State, int]:
    """The number of findings in each state that a finding can have."""
    counts = Counter(row.state for row in rows)
    return {state: counts[state] for state in OPEN}


def facets_of(rows: Sequence[Row], runs: Sequence[str]) -> list[Facet]:
    """The filters of the page: those that leave a choice."""
    asked: tuple[tuple[str, str, Callable[[Row], Iterable[str]]], ...] = (
        ("level", "Level", lambda row: (row.finding.level,)),
        ("control", "Control", lambda row: row.about.controls),
        ("rule", "Rule", lambda row: (row.about.rule,)),
        ("type", "Resource type", lambda row: (row.type,)),
        ("engine", "Engine", lambda row: (row.about.engine,)),
        ("failure", "Past failure", lambda row: row.about.guards),
        ("since", "Since", lambda row: (row.since,) if row.since else ()),
        ("run", "Run", lambda row: [runs[number] for number in row.states]),
    )
    facets = [Facet(name, label, _choices(rows, of)) for name, label, of in asked]
    return [facet for facet in facets if facet.choices and (facet.name != "run" or len(runs) > 1)]


def _choices(rows: Sequence[Row], of: Callable[[Row], Iterable[str]]) -> tuple[tuple[str, int], ...]:
    counts = Counter(choice for row in rows for choice in of(row))
    return tuple(sorted(counts.items()))
