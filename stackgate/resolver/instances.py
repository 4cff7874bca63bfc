"""The resources that a module declares: how many instances each has, and what a reference to one comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stackgate.block import Block
from stackgate.resolver.names import Names, descend
from stackgate.resolver.overlay import OF_TERRAFORM, overlay
from stackgate.resolver.planned import Planned
from stackgate.resolver.repetition import ONCE, Repetition, repetition, repetition_of
from stackgate.resolver.written import named_once, one_body, resource_bodies
from stackgate.values import MISSING, Reference, Unresolved


class Instances(Names):
    """The names of a module, with what it declares, and what a plan tells of it.

    Raises DocumentError for blocks of another shape.
    """

    def __init__(self, content: dict[str, Any], place: str, planned: Planned | None = None) -> None:
        super().__init__(place)
        self.planned = planned
        self.prefix = f"{place}." if place else ""
        self.bodies = resource_bodies(content)
        self.calls = named_once(content, "module")
        self._inner: dict[tuple[str, str], Names] = {}

    def repetition(self, name: str) -> Repetition:
        """The instances of `aws_x.y`, `data.aws_x.y` or `module.m`."""
        body = self.calls.get(name[7:]) if name.startswith("module.") else self.bodies[name]
        body = one_body(body) or {}
        if "count" not in body and "for_each" not in body:
            return ONCE
        found = self.once(f"how many {name}", lambda: self._repetition(name, body))
        return found if isinstance(found, Repetition) else Repetition("count", {}, "its number is defined by itself")

    def _repetition(self, name: str, body: Mapping[str, Any]) -> Repetition:
        found = repetition(body, self)
        if found.reason and self.planned:
            return repetition_of(found.argument, self.planned.keys(self.prefix + name))
        return found

    def names(self, name: str, step: str) -> Names:
        """The names that an instance's expressions can use."""
        if (name, step) not in self._inner:
            repeated = self.repetition(name)
            place = f"{self.prefix}{name}{repeated.key(step)}"
            self._inner[name, step] = repeated.names(step, self, place)
        return self._inner[name, step]

    def resource_value(self, name: str, rest: list[str], expression: str) -> Any:
        """What the rest of a traversal to a resource stands for: a reference, or all of several."""
        plain = self.prefix + name
        if name not in self.bodies:
            return _reference(plain, _without_index(rest))
        repeated = self.repetition(name)
        if not repeated.argument:
            return self._attribute(name, "", plain, _without_index(rest))
        whole = Reference(plain, "", plain)
        if repeated.reason:
            if rest:
                return _reference(plain, rest[1:], f"{self.prefix}{expression}")
            return Unresolved(plain, (whole,), repeated.reason)
        if not rest:
            return self.once(f"all of {name}", lambda: self._every(name, plain, repeated))
        if repeated.argument == "count" and not rest[0].isdecimal():
            return Unresolved(expression, (whole,), "an attribute of a resource that has count", may_be_null=True)
        return self._attribute(name, rest[0], plain + repeated.key(rest[0]), rest[1:])

    def _every(self, name: str, plain: str, repeated: Repetition) -> list[Reference] | dict[str, Reference]:
        """A resource that has count or for_each as a whole."""
        every = {step: _reference(plain + repeated.key(step), []) for step in repeated.instances}
        return list(every.values()) if repeated.argument == "count" else every

    def _attribute(self, name: str, step: str, address: str, path: list[str]) -> Reference:
        """A reference to an instance, with its value where the configuration gives one."""
        reference = _reference(address, path)
        body = self.bodies[name]
        planned = self.planned.value(address, path) if self.planned else MISSING
        is_there = step in self.repetition(name).instances
        if is_there and path and path[0] in body and path[0] not in OF_TERRAFORM and not _is_dynamic(body, path[0]):
            value = descend(self.names(name, step).deep(body[path[0]]), path[1:], reference.expression)
            value = value if planned is MISSING else overlay(value, planned)
            reference.value = MISSING if value is None else value
        elif planned is not None:
            reference.planned = planned
        return reference


def _without_index(steps: list[str]) -> list[str]:
    """Without the index that a traversal has where it takes a single resource for a list of them."""
    return _without_index(steps[1:]) if steps and steps[0].isdecimal() else steps


def _reference(address: str, path: list[str], expression: str = "") -> Reference:
    return Reference(address, ".".join(path), expression or ".".join([address, *path]))


def _is_dynamic(body: Mapping[str, Any], name: str) -> bool:
    return "dynamic" in body and name in Block(body).dynamic
