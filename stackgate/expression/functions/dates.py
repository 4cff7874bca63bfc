"""Terraform's functions for dates and times.

Timestamps are those of RFC 3339, read to the nanosecond and written to the second, as Terraform does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from fractions import Fraction

from stackgate.expression.fault import Refused
from stackgate.expression.functions.registry import function

_TIMESTAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
_DURATION = re.compile(r"([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)", re.ASCII)
_UNITS = {"ns": Fraction(1, 10**9), "us": Fraction(1, 10**6), "µs": Fraction(1, 10**6), "μs": Fraction(1, 10**6)} | {
    "ms": Fraction(1, 1000), "s": Fraction(1), "m": Fraction(60), "h": Fraction(3600),
}  # fmt: skip
_FORMAT = re.compile(r"'(?:[^']|'')*'|([A-Za-z])\1*|.", re.DOTALL)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_VERBS: dict[str, Callable[[datetime], str]] = {
    "YYYY": lambda time: f"{time.year:04}",
    "YY": lambda time: f"{time.year % 100:02}",
    "MMMM": lambda time: _MONTHS[time.month - 1],
    "MMM": lambda time: _MONTHS[time.month - 1][:3],
    "MM": lambda time: f"{time.month:02}",
    "M": lambda time: str(time.month),
    "DD": lambda time: f"{time.day:02}",
    "D": lambda time: str(time.day),
    "EEEE": lambda time: _DAYS[time.weekday()],
    "EEE": lambda time: _DAYS[time.weekday()][:3],
    "hh": lambda time: f"{time.hour:02}",
    "h": lambda time: str(time.hour),
    "HH": lambda time: f"{time.hour % 12 or 12:02}",
    "H": lambda time: str(time.hour % 12 or 12),
    "AA": lambda time: "AM" if time.hour < 12 else "PM",
    "aa": lambda time: "am" if time.hour < 12 else "pm",
    "mm": lambda time: f"{time.minute:02}",
    "m": lambda time: str(time.minute),
    "ss": lambda time: f"{time.second:02}",
    "s": lambda time: str(time.second),
    "ZZZZZ": lambda time: _zone(time, ":"),
    "ZZZZ": lambda time: _zone(time, ""),
    "ZZZ": lambda time: "UTC" if not time.utcoffset() else _zone(time, ""),
    "Z": lambda time: "Z" if not time.utcoffset() else _zone(time, ":"),
}


def _zone(time: datetime, separator: str) -> str:
    minutes = int((time.utcoffset() or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{separator}{abs(minutes) % 60:02}"


def _timestamp(text: str) -> tuple[datetime, Fraction]:
    """The time to the second, and the part of a second."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise Refused(f"{text!r} is not a timestamp of RFC 3339")
    hours, minutes = int(match[9] or 0), int(match[10] or 0)
    if hours > 23 or minutes > 59:
        raise Refused(f"{text!r} has a time zone that is none")
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if match[8] == "-" else 1)
    numbers = [int(match[index]) for index in range(1, 7)]
    fraction = Fraction(int(match[7]), 10 ** len(match[7])) if match[7] else Fraction(0)
    if numbers[0] == 0:
        raise OverflowError  # a year that Python does not have
    return datetime(*numbers, tzinfo=timezone(offset)), fraction  # type: ignore[arg-type,misc]


@function("formatdate", "string string")
def formatdate(form: str, text: str) -> str:
    """A timestamp in another form: `DD MMM YYYY`, with quotes around what stands for itself."""
    time, _ = _timestamp(text)
    return "".join(_written(match[0], time) for match in _FORMAT.finditer(form))


def _written(token: str, time: datetime) -> str:
    if token == "'":
        raise Refused("a quote that is never closed")
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    if token in _VERBS:
        return _VERBS[token](time)
    if token[0].isascii() and token[0].isalpha():
        raise Refused(f"the verb {token} is not known")
    return token


@function("timeadd", "string string")
def timeadd(text: str, duration: str) -> str:
    """The time so long after a timestamp."""
    time, fraction = _timestamp(text)
    seconds = (fraction + _seconds(duration)) // 1
    later = time + timedelta(seconds=int(seconds))
    return later.strftime(f"{later.year:04}-%m-%dT%H:%M:%S") + _VERBS["Z"](later)


def _seconds(duration: str) -> Fraction:
    match = _DURATION.fullmatch(duration)
    if match is None:
        if duration.lstrip("+-") == "0":
            return Fraction(0)
        raise Refused(f"{duration!r} is not a duration")
    parts = re.findall(r"([\d.]+)([a-zµμ]+)", match[2])
    total = sum((Fraction(number.rstrip(".")) * _UNITS[unit] for number, unit in parts), start=Fraction(0))
    return -total if match[1] == "-" else total


@function("timecmp", "string string")
def timecmp(one: str, other: str) -> int:
    """-1, 0 or 1, as the first time is before, at or after the second."""
    first, second = _timestamp(one), _timestamp(other)
    return (first > second) - (first < second)
