"""How often a block stands for itself: `count` and `for_each`.

Source: Terraform's documentation, "The count Meta-Argument" and "The for_each Meta-Argument".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stackgate.address import instance_key
from stackgate.expression.value_type import TypedSet
from stackgate.resolver.names import Inner, Names
from stackgate.values import Unresolved

MAX_INSTANCES = 10_000
"""Of one block. More is taken for a mistake."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """The instances of a block: by the step that names one in a traversal, the names that its expressions can use.

    `argument` is `count`, `for_each`, or empty for a block that is there once. `reason` says why the instances are not
    known; then there are none here. `is_refused`: Terraform would make none either, but end with an error.
    """

    argument: str = ""
    instances: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: {"": {}})
    reason: str = ""
    is_refused: bool = False

    def key(self, step: str) -> str:
        """The instance's key as it stands in an address, empty for a block that is there once."""
        if not self.argument:
            return ""
        return instance_key(int(step) if self.argument == "count" else step)

    def names(self, step: str, outer: Names, place: str) -> Names:
        """The names that an instance's expressions can use."""
        own = self.instances.get(step)
        return Inner(own, outer, place) if own else outer


ONCE = Repetition()


def repetition_of(argument: str, keys: Iterable[str]) -> Repetition:
    """The repetition of a block of which a plan tells the instances' keys, with their brackets."""
    instances: dict[str, Mapping[str, Any]] = {}
    for key in keys:
        step = json.loads(key.removeprefix("[").removesuffix("]").replace("$${", "${").replace("%%{", "%{") or "0")
        value = Unresolved("each.value", (), "not told by the plan", may_be_null=True)
        each = {"count": {"index": step}} if argument == "count" else {"each": {"key": step, "value": value}}
        instances[str(step)] = each
    return Repetition(argument, instances)


def repetition(body: Mapping[str, Any], names: Names) -> Repetition:
    """The repetition of a block in a place with these names."""
    if "count" in body and "for_each" in body:
        return _refused("count", "it has both count and for_each")
    if "count" in body:
        return _counted(_final(names.deep(body["count"])))
    return _for_each(body["for_each"], names) if "for_each" in body else ONCE


def _unknown(argument: str, reason: str) -> Repetition:
    return Repetition(argument, {}, reason)


def _refused(argument: str, reason: str) -> Repetition:
    return Repetition(argument, {}, reason, is_refused=True)


def _final(value: Any) -> Any:
    return value.final() if isinstance(value, Unresolved) else value


def _not_known(argument: str, value: Unresolved) -> Repetition:
    return _unknown(argument, f"its {argument} depends on {value}, which is {value.reason}")


def _counted(value: Any) -> Repetition:
    if isinstance(value, Unresolved):
        return _not_known("count", value)
    number = None if isinstance(value, bool) else value
    if isinstance(number, str):
        try:
            number = float(number)
        except ValueError:
            number = None
    if not isinstance(number, (int, float)) or not 0 <= number < float("inf") or number != int(number):
        return _refused("count", "its count is no whole number from 0 up")
    if number > MAX_INSTANCES:
        return _unknown("count", f"its count is over {MAX_INSTANCES}")
    return Repetition("count", {str(index): {"count": {"index": index}} for index in range(int(number))})


def _for_each(written: Any, names: Names) -> Repetition:
    value = _final(names.deep(written))
    if isinstance(value, Unresolved):
        return _not_known("for_each", value)
    if isinstance(value, TypedSet):
        if not all(isinstance(item, str) for item in value):
            return _refused("for_each", "its for_each is a set of something else than strings")
        value = {item: item for item in value}
    if not isinstance(value, dict):
        return _refused("for_each", "its for_each is neither a map nor a set of strings")
    if len(value) > MAX_INSTANCES:
        return _unknown("for_each", f"its for_each has over {MAX_INSTANCES} keys")
    return Repetition("for_each", {key: {"each": {"key": key, "value": value[key]}} for key in sorted(value)})
