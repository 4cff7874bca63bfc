"""How much work one string may cost, so that a document made to do harm cannot keep the gate busy."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from stackgate.expression.fault import NotKnown, TooLarge

WORK = 100_000
"""Nodes evaluated and values looked at, for one string of a document."""
LENGTH = 1_000_000
"""Characters of a result."""

TOO_LARGE = "too large to be worked out"

_left: ContextVar[int] = ContextVar("_left", default=WORK)


def spend(units: int = 1) -> None:
    """Take units from what is left for this string. Raises TooLarge where nothing is left."""
    left = _left.get() - units
    if left < 0:
        raise TooLarge(TOO_LARGE)
    _left.set(left)


def weigh(value: Any) -> None:
    """Spend a unit for each part of a value, and refuse texts that are too long. Raises TooLarge."""
    spend()
    if isinstance(value, str) and len(value) > LENGTH:
        raise TooLarge(TOO_LARGE)
    if isinstance(value, dict):
        for item in value.values():
            weigh(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            weigh(item)


class Budget:
    """The work of one string: a context in which it is counted afresh. Ends in NotKnown where it was too much."""

    def __enter__(self) -> None:
        self._token = _left.set(WORK)

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        _left.reset(self._token)
        if isinstance(error, TooLarge):
            raise NotKnown(reason=str(error)) from None
