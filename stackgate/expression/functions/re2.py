"""Go's regular expressions (RE2) run by Python's, where the two mean the same, and only where it ends soon.

What Python reads otherwise is translated; what has no like in it, or could keep Python busy, is not worked out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from stackgate.expression.fault import NotKnown, Refused

MAX_PATHS = 2_000_000
"""How many ways through a text a pattern may have."""
MAX_REPEAT = 1000
"""RE2's own limit for a counted repetition."""

_TOKEN = re.compile(
    r"(?P<escape>\\(?:x[0-9a-fA-F]{2}|x\{[0-9a-fA-F]+\}|.))|(?P<group>\(\?P?<\w+>|\(\?:|\(\?[ims]+\)|\(\?|\()"
    r"|(?P<repeat>(?:[*+?]|\{\d+(?:,\d*)?\})\??)|(?P<set>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^]\\])*\])|(?P<end>\$)|(?P<plain>.)",
    re.DOTALL,
)
_ESCAPES = frozenset("dDwWsSbBAnrtfv")
_CLASSES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": r"\t ", "digit": "0-9", "lower": "a-z", "space": r"\t\n\v\f\r ",
    "upper": "A-Z", "word": "0-9A-Za-z_", "xdigit": "0-9A-Fa-f", "punct": r"!-/:-@\[-`{-~",
}  # fmt: skip
_SPACE = r"[\t\n\f\r ]"


@lru_cache(maxsize=1024)
def compile_re2(pattern: str) -> re.Pattern[str]:
    """Go's pattern as one of Python's. Raises Refused where Go would, NotKnown where there is no like."""
    translated, repeated = "", False
    for match in _TOKEN.finditer(pattern):
        kind, token = str(match.lastgroup), match[0]
        if kind == "repeat" and repeated:
            raise Refused(f"the pattern {pattern!r} repeats a repetition")
        repeated = kind == "repeat"
        translated += _translated(kind, token, "(?m" in pattern or "(?im" in pattern or "(?sm" in pattern)
    if re.search(r"[^\x00-\x7f]", pattern) and "(?" in pattern:
        raise NotKnown(reason="a pattern whose flags may concern letters beyond ASCII")
    try:
        return re.compile(translated, re.ASCII)
    except (re.error, RecursionError, OverflowError) as error:
        raise Refused(f"the pattern {pattern!r} is not valid: {error}") from None


def _translated(kind: str, token: str, multiline: bool) -> str:
    if kind == "escape":
        return _escape(token)
    if kind == "set":
        return _set(token)
    if kind == "repeat" and any(int(count) > MAX_REPEAT for count in re.findall(r"\d+", token)):
        raise Refused("a repetition of more than 1000")
    if kind == "group" and token == "(?":
        raise NotKnown(reason="a pattern with a group that Python reads otherwise")
    if kind == "group" and token.startswith("(?<"):
        return f"(?P{token[2:]}"
    if kind == "end" and not multiline:
        return r"\Z"
    return r"\{" if token == "{" else token


def _escape(token: str) -> str:
    letter = token[1]
    if letter == "x":
        return re.escape(chr(int(token[2:].strip("{}"), 16)))
    if letter in "sS":
        return _SPACE if letter == "s" else _SPACE.replace("[", "[^")
    if letter == "z":
        return r"\Z"
    if letter in "pPQECa":
        raise NotKnown(reason=f"a pattern with {token}")
    if (letter.isalnum() or not letter.isascii()) and letter not in _ESCAPES:
        raise Refused(f"the escape {token} is not known")
    return token


def _set(token: str) -> str:
    def named(match: re.Match[str]) -> str:
        if match[1] not in _CLASSES:
            raise NotKnown(reason=f"a pattern with {match[0]}")
        return _CLASSES[match[1]]

    inner = re.sub(r"\[:(\^?\w+):\]", named, token[1:-1])
    if re.search(r"\\[^dDwW\W_nrtfvxs]", inner) or re.search(r"\\x|\\[^\x00-\x7f]", inner):
        raise NotKnown(reason="a pattern with an escape inside brackets")
    inner = inner.replace(r"\s", r"\t\n\f\r ")
    return "[" + re.sub(r"(?<!\\)([\[&~|])", r"\\\1", inner) + "]"


def searches(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Every match, as Go finds them: none that is empty where the one before has ended. Raises NotKnown."""
    paths = (len(text) + 1) * _paths(parser.parse(pattern.pattern, pattern.flags), len(text))
    if paths > MAX_PATHS:
        raise NotKnown(reason="a pattern that may take too long")
    found: list[re.Match[str]] = []
    for match in pattern.finditer(text):
        if match[0] or not found or match.start() != found[-1].end():
            found.append(match)
    return found


def _paths(items: Any, length: int) -> int:
    """At most how many ways there are for a pattern to match a text of some length from one place."""
    ways = 1
    for code, value in items:
        ways *= _ways(code, value, length)
        if ways > MAX_PATHS:
            return ways
    return ways


def _ways(code: Any, value: Any, length: int) -> int:
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        low, high, inner = value
        times = min(int(high), length + 1)
        each = _paths(inner, length)
        # Below, a cap on the exponent keeps the number itself small: beyond 32 it is too many in any case.
        lengths = max(times - int(low) + 1, 1)
        return lengths if each == 1 else int(each ** min(times, 32)) * lengths
    if code is codes.SUBPATTERN:
        return _paths(value[3], length)
    if code is codes.BRANCH:
        return sum(_paths(branch, length) for branch in value[1])
    return 1
