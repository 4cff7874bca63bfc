"""A page of Markdown that keeps below a limit: what does not fit is left out whole, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that can be shortened: `entries`, each a line or more, between an opening and a closing.

    `more` is the line that stands for entries left out, with `{}` for their number; `kind` is what they are, in plural.
    """

    opening: str
    entries: Sequence[str]
    closing: str = "\n"
    more: str = "- and {} more\n"
    kind: str = "findings"


def fill(head: str, sections: Iterable[Section], tail: str, limit: int) -> str:
    """The page of at most `limit` bytes of UTF-8: head and tail whole, of the sections what fits.

    Where not all fits, long sections are shortened to the same size, so that none crowds out the others; where even
    that is too much, those that stand first stay. A line before the tail tells what is missing.
    """
    wanted = [section for section in sections if section.entries]
    left = limit - _size(head) - _size(tail) - _size(_missing(Counter(dict.fromkeys(_kinds(wanted), 10**9))))
    level = _level([_frame(section) + sum(map(_size, section.entries)) for section in wanted], left)
    parts, missing = [head], Counter[str]()
    for section in wanted:
        least = _frame(section) + _size(section.entries[0])
        shown, cost = _that_fit(section, min(left, max(level, least)))
        omitted = len(section.entries) - len(shown)
        missing[section.kind] += omitted
        if shown:
            left -= cost
            parts += [section.opening, *shown, section.more.format(omitted) if omitted else "", section.closing]
    return "".join([*parts, _missing(missing), tail])


def _level(sizes: Sequence[int], left: int) -> int:
    """The size to which the longer ones must be shortened, so that all take up no more than is left."""
    for number, size in enumerate(sorted(sizes)):
        share = left // (len(sizes) - number)
        if size > share:
            return share
        left -= size
    return max(sizes, default=0)


def _that_fit(section: Section, room: int) -> tuple[Sequence[str], int]:
    """The first entries that have room, and what they take up with all around them."""
    cost = _frame(section)
    for number, entry in enumerate(section.entries):
        if cost + _size(entry) > room:
            return section.entries[:number], cost
        cost += _size(entry)
    return section.entries, cost


def _frame(section: Section) -> int:
    """What a section takes up beside its entries."""
    return _size(section.opening) + _size(section.closing) + _size(section.more.format(10**9))


def _kinds(sections: Iterable[Section]) -> set[str]:
    return {section.kind for section in sections}


def _missing(missing: Counter[str]) -> str:
    told = " and ".join(f"{number} {kind if number > 1 else kind[:-1]}" for kind, number in missing.items() if number)
    return f"**There is no room for {told}.** The HTML and JSON reports have all.\n\n" if told else ""


def _size(text: str) -> int:
    return len(text.encode())
