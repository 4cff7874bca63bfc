"""How the page says things: what a finding's state is called, texts that can do no harm, days that are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from stackgate.reports.visible import visible

State = Literal["fail", "unknown", "warning", "waived", "pass", "none"]

STATES: dict[State, str] = {
    "fail": "fault",
    "unknown": "unknown",
    "warning": "warning",
    "waived": "waived",
    "pass": "pass",
    "none": "not judged",
}
"""What a finding, a pair or a resource may be, the worst first, and the word for it."""
OPEN: tuple[State, ...] = ("fail", "unknown", "warning", "waived")
"""The states that a finding can have."""
_NOUNS = ("fail", "warning")
LONGEST = 2000
"""The characters after which a text is cut."""


def clean(text: str) -> str:
    """The text for a reader: of what cannot be printed or changes direction an escape, and cut where it is long."""
    cut = text if len(text) <= LONGEST else text[:LONGEST]
    shown = visible(cut)
    return shown if len(cut) == len(text) else f"{shown}… ({len(text):,} characters)"


def clean_lines(text: str) -> str:
    """The same, of a text that may have several lines."""
    return "\n".join(map(clean, text[: LONGEST * 4].splitlines()))


def worst(states: Iterable[State]) -> State:
    """The worst of the states; `none` where there is none."""
    found = set(states)
    return next((state for state in STATES if state in found), "none")


def noun(number: int, singular: str) -> str:
    """What so many are called: `fault`, `faults`."""
    return singular if number == 1 else f"{singular}s"


def plural(number: int, singular: str) -> str:
    """`1 fault`, `2 faults`, `1,200 faults`."""
    return f"{number:,} {noun(number, singular)}"


def counted(counts: Mapping[State, int]) -> str:
    """The counts by state in words, the worst first: `2 faults, 12 pass`."""
    found = [(state, counts[state]) for state in STATES if counts.get(state)]
    return ", ".join(
        plural(number, STATES[state]) if state in _NOUNS else f"{number:,} {STATES[state]}" for state, number in found
    )


def days_left(expires: str, judged_at: str) -> int | None:
    """The days from the judgement to the last day of a waiver; None where one of them is no date."""
    try:
        return (date.fromisoformat(expires) - date.fromisoformat(judged_at[:10])).days
    except ValueError:
        return None


def left_in_words(days: int | None) -> str:
    """How long a waiver still holds: `12 days left`."""
    if days is None:
        return ""
    if days < 0:
        return f"expired {plural(-days, 'day')} before"
    return "last day" if days == 0 else f"{plural(days, 'day')} left"
