"""What stands for a value that a failed call would have given, so that the rest of the source can still be visited.

Python 3.8 and later, standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TEXT = "stackgate-stand-in"


class StandIn:
    """Answers whatever it is asked with another stand-in; as a text it is TEXT. It is no path and no number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return StandIn()

    def __getitem__(self, key: Any) -> Any:
        return StandIn()

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __mro_entries__(self, bases: Any) -> Any:
        # A class that would have derived from it is still made, and its body visited.
        return (StandIn,)

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __contains__(self, item: Any) -> bool:
        return False

    def __add__(self, other: Any) -> Any:
        return StandIn()

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __truediv__ = __or__ = __and__ = __add__

    def __enter__(self) -> Any:
        return StandIn()

    def __exit__(self, *args: Any) -> None:
        pass

    def __str__(self) -> str:
        return TEXT


def stands_in(value: Any, depth: int = 4) -> bool:
    """Whether a stand-in is the value, is a part of it, or went into its text."""
    if isinstance(value, StandIn):
        return True
    if isinstance(value, str):
        return TEXT in value
    if depth and isinstance(value, dict):
        return any(stands_in(item, depth - 1) for item in value.values())
    return bool(depth) and isinstance(value, (list, tuple)) and any(stands_in(item, depth - 1) for item in value)
