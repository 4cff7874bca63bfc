"""A clock that is ahead, for a second synthesis that shall show what of the document comes from the time.

Two syntheses side by side may fall into the same second, and do fall on the same day. Replaced are the functions of
`time` and the classes of `datetime` that tell the wall clock; the times of files, timeouts and certificates are not.
Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from typing import Any

ahead = datetime.timedelta(0)


class Stands(type):
    """Takes every instance of the replaced class for one of the replacing class: C code still makes those."""

    replaced: type

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, cls.replaced) if "replaced" in vars(cls) else super().__instancecheck__(instance)

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, cls.replaced) if "replaced" in vars(cls) else super().__subclasscheck__(other)


class Date(datetime.date, metaclass=Stands):
    """`datetime.date`, ahead."""

    replaced = datetime.date

    @classmethod
    def today(cls) -> Any:
        present = Datetime.now()
        return cls(present.year, present.month, present.day)


class Datetime(datetime.datetime, metaclass=Stands):
    """`datetime.datetime`, ahead."""

    replaced = datetime.datetime

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return super().now(tz) + ahead

    @classmethod
    def utcnow(cls) -> Any:
        return super().utcnow() + ahead

    @classmethod
    def today(cls) -> Any:
        return cls.now()


def advance(seconds: int) -> None:
    """Puts this interpreter's wall clock ahead. Called before the app's code runs, so that it imports the new names."""
    global ahead
    ahead = datetime.timedelta(seconds=seconds)
    for replacing in (Date, Datetime):
        name = replacing.replaced.__name__
        replacing.__name__ = replacing.__qualname__ = name
        replacing.__module__ = "datetime"
        setattr(datetime, name, replacing)
    advance_time(seconds)


def advance_time(seconds: int) -> None:
    """Replaces what the module `time` tells of the present, also where the moment is an argument left out."""
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + seconds
    time.time_ns = lambda: now_ns() + seconds * 1_000_000_000

    def with_default(function: Callable[..., Any], position: int, present: Callable[[], Any]) -> Callable[..., Any]:
        def called(*args: Any) -> Any:
            given = args if len(args) > position and args[position] is not None else (*args[:position], present())
            return function(*given)

        return called

    time.gmtime = with_default(time.gmtime, 0, lambda: time.time())
    time.localtime = with_default(time.localtime, 0, lambda: time.time())
    time.ctime = with_default(time.ctime, 0, lambda: time.time())
    time.asctime = with_default(time.asctime, 0, lambda: time.localtime())
    time.strftime = with_default(time.strftime, 1, lambda: time.localtime())
