"""What a Python policy of Checkov is given where a value is not known before the deploy.

Checkov hands `${...}` to policies as text, and a policy that compares it with something takes it for a wrong value, or
a right one. A stand-in looks like that text but tells when it is used: it is true where a reference is, and comparing,
parsing or converting it raises Undecidable, as it does in a validator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stackgate.values import USES, Undecidable, Unresolved


@dataclass
class Uses:
    """What a policy did with stand-ins: why one could not be decided, and those whose type it asked for."""

    undecidable: list[str] = field(default_factory=list)
    looked_at: list[Unresolved] = field(default_factory=list)


class StandIn:
    """Stands for an unresolved value. `uses` tells of its use, should the policy swallow the exception."""

    __slots__ = ("uses", "value")

    def __init__(self, value: Unresolved, uses: Uses) -> None:
        self.value = value
        self.uses = uses

    def _claimed_class(self) -> type:
        self.uses.looked_at.append(self.value)
        return str

    __class__ = property(_claimed_class)  # isinstance(value, str) is what policies ask

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._deciding(lambda: getattr(self.value, name))

    def __str__(self) -> str:
        return str(self._deciding(self.value.undecidable))

    def __format__(self, specification: str) -> str:
        return str(self.value)  # in a message it is not used, only named

    def __deepcopy__(self, memo: object) -> StandIn:
        return self

    def __reduce__(self) -> Any:
        _PICKLED[id(self)] = self
        return _unpickle, (id(self),)

    def _deciding(self, use: Callable[[], Any]) -> Any:
        try:
            return use()
        except Undecidable as undecidable:
            self.uses.undecidable.append(str(undecidable))
            raise


_PICKLED: dict[int, StandIn] = {}
"""Stand-ins that are being copied by pickling, as Checkov does: a copy must be the same one."""


def _unpickle(key: int) -> StandIn:
    return _PICKLED.pop(key)


def _use(name: str) -> Callable[..., Any]:
    def used(self: StandIn, *operands: Any) -> Any:
        return self._deciding(lambda: getattr(self.value, name)(*operands))

    return used


for _name in (*USES, "startswith", "endswith"):
    setattr(StandIn, _name, _use(_name))


class Configuration(dict[str, Any]):
    """The attributes that a Python policy reads: asking whether one is set that may turn out null is a use of it.

    Plain indexing is not: whoever indexes takes it for set, and Checkov itself walks through all of them so.
    """

    def _decide(self, name: object) -> None:
        value = super().get(name) if isinstance(name, str) else None
        first = value[0] if isinstance(value, list) and value else value
        if type(first) is StandIn and first.value.may_be_null:
            first._deciding(first.value.undecidable)

    def __contains__(self, name: object) -> bool:
        self._decide(name)
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """As dict.get, but raises Undecidable where it is not known whether the attribute is set."""
        self._decide(name)
        return super().get(name, default)


def configuration(attributes: Any, unresolved: Mapping[str, Unresolved], uses: Uses) -> Any:
    """Attributes in the form that Checkov gives them (every value in a list), with stand-ins in place of the texts
    that `unresolved` names."""
    if isinstance(attributes, dict):
        return Configuration({name: configuration(item, unresolved, uses) for name, item in attributes.items()})
    if isinstance(attributes, list):
        return [configuration(item, unresolved, uses) for item in attributes]
    if isinstance(attributes, str) and attributes in unresolved:
        return StandIn(unresolved[attributes], uses)
    return attributes
