"""Which of the right words somebody meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str], similarity: float = 0.6) -> str | None:
    """The word of `words` that is most like `word`, whatever the case, or None where none is like it.

    Of two that differ by their case alone, the first.

    `similarity` is difflib's ratio, from 0 (nothing in common) to 1 (the same).
    """
    by_lower: dict[str, str] = {}
    for candidate in words:
        by_lower.setdefault(candidate.lower(), candidate)
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=similarity)
    return by_lower[found[0]] if found else None


def suggestion(word: str, words: Iterable[str]) -> str:
    """The end of a message about an unknown word: ` (did you mean 'x'?)`, or nothing where no word is like it."""
    meant = nearest(word, words)
    return f" (did you mean {meant!r}?)" if meant else ""
