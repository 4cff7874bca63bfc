"""Which of the right words somebody meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from heapq import nlargest
from itertools import takewhile
from operator import eq

_MOST = 200
"""Of so many words each is compared letter by letter, which takes 0.1 ms; of more, the likeliest at first sight."""


def nearest(word: str, words: Iterable[str], similarity: float = 0.6) -> str | None:
    """The word of `words` that is most like `word`, whatever the case, or None where none is like it.

    Of two that differ by their case alone, the first.

    `similarity` is difflib's ratio, from 0 (nothing in common) to 1 (the same).
    """
    by_lower: dict[str, str] = {}
    for candidate in words:
        by_lower.setdefault(candidate.lower(), candidate)
    wanted = word.lower()
    likely: Iterable[str] = by_lower
    if len(by_lower) > _MOST:
        likely = nlargest(_MOST, by_lower, key=lambda other: _likeness(wanted, other))
    found = get_close_matches(wanted, likely, n=1, cutoff=similarity)
    return by_lower[found[0]] if found else None


def _likeness(word: str, other: str) -> tuple[int, int]:
    """How like two words are at first sight: by the beginning and the end that they share, and by their lengths."""
    return _shared(word, other) + _shared(reversed(word), reversed(other)), -abs(len(word) - len(other))


def _shared(word: Iterable[str], other: Iterable[str]) -> int:
    return sum(takewhile(bool, map(eq, word, other)))


def suggestion(word: str, words: Iterable[str]) -> str:
    """The end of a message about an unknown word: ` (did you mean 'x'?)`, or nothing where no word is like it."""
    meant = nearest(word, words)
    return f" (did you mean {meant!r}?)" if meant else ""
