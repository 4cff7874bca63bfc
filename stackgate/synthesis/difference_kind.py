"""What the difference between two values of one attribute looks like, told without quoting the values."""

from __future__ import annotations

import re
from collections.abc import Callable

_WORDS = (r"[^\n]", r"[\w:.+-]", r"\w")
"""What belongs to a differing part, from the whole line to the single word."""
_MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_TIME = re.compile(
    r"\d{4}[-_.]?\d\d[-_.]?\d\d([T_. -]?\d\d[:-]?\d\d([:-]?\d\d)?([.,]\d+)?(Z|[+-]\d\d:?\d\d)?)?"
    r"|\d{1,2}[-./]\d{1,2}[-./]\d{4}"
    rf"|((Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?(\d{{1,2}}[ -])?{_MONTH}[ -](\d{{1,2}},? )?(\d\d:\d\d:\d\d )?\d{{2,4}}"
)
_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_DIGEST_DIGITS = (32, 40, 56, 64, 96, 128)
_BASE64_DIGEST = re.compile(r"[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{22}==")
_RANDOM_ID = re.compile(r"[0-9a-f]{6,}", re.IGNORECASE)
_LATEST_SECOND = 4_102_444_800  # the year 2100
_EARLIEST_SECOND = 1_500_000_000


def kind_of_difference(first: str, second: str) -> str:
    """In words, what two texts differ by: a time, a hash, an id, an order, a path, or how long they are."""
    if sorted(re.findall(r"\w+", first)) == sorted(re.findall(r"\w+", second)):
        return "the order of its parts, as when they come from a set"
    for characters in _WORDS:
        one, other = _differing(first, second, characters)
        for matches, kind in _KINDS:
            if matches(one) and matches(other):
                return kind
    if first.startswith("/") and second.startswith("/"):
        return "a path of the machine"
    return f"a text ({lengths(one, other)}) that is random, or is taken from what changes"


def lengths(first: str, second: str) -> str:
    """How long two texts are: `16 characters`, or `9 and 12 characters`."""
    both = str(len(first)) if len(first) == len(second) else f"{len(first)} and {len(second)}"
    return f"{both} characters"


def _differing(first: str, second: str, characters: str) -> tuple[str, str]:
    """The parts in which two texts differ, made whole by the characters that belong to the same word."""
    shorter = min(len(first), len(second))
    start = next((at for at in range(shorter) if first[at] != second[at]), shorter)
    end = next((at for at in range(shorter - start) if first[-1 - at] != second[-1 - at]), shorter - start)
    while start and re.match(characters, first[start - 1]):
        start -= 1
    while end and re.match(characters, first[-end]):
        end -= 1
    return first[start : len(first) - end], second[start : len(second) - end]


def _is_time(text: str) -> bool:
    if text.isdigit() and len(text) in (10, 13):
        return _EARLIEST_SECOND < int(text[:10]) < _LATEST_SECOND
    return bool(_TIME.fullmatch(text))


def _is_digest(text: str) -> bool:
    hexadecimal = bool(_RANDOM_ID.fullmatch(text)) and len(text) in _DIGEST_DIGITS
    return hexadecimal or bool(_BASE64_DIGEST.fullmatch(text))


_KINDS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (_is_time, "the time of the synthesis"),
    (lambda text: bool(_UUID.fullmatch(text)), "a random id (a UUID)"),
    (_is_digest, "a hash, as of an archive that is packed at each synthesis"),
    (lambda text: bool(_RANDOM_ID.fullmatch(text)) and not text.isdigit(), "a random id or a hash"),
    (lambda text: bool(text) and text.isdigit(), "a number"),
)
