"""Whether what a document's expressions name exists: resources, their attributes, variables, locals, modules.

Source: what `terraform validate` says of a traversal, found by trying each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from stackgate.expression import Steps, calls, traversals
from stackgate.provider_schema.declared import Declared
from stackgate.provider_schema.members import Missing, descend
from stackgate.provider_schema.model import BlockType, Type
from stackgate.provider_schema.problem import Problem
from stackgate.provider_schema.store import ProviderSchema
from stackgate.spelling import suggestion

_PATHS = ("module", "root", "cwd")
_CALLS = {"each": ("for_each", ("key", "value")), "count": ("count", ("index",))}
_FREE = frozenset({"provisioner", "connection", "postcondition"})
"""Blocks in which `self` stands for the resource."""


class Place(NamedTuple):
    """A string of a document: the path of its attribute, the names that are bound around it, the body that it is in."""

    attribute: str
    text: str
    bound: frozenset[str]
    body: Mapping[str, Any]


def places(body: Mapping[str, Any]) -> list[Place]:
    """Every string of a body that holds an expression."""
    found: list[Place] = []
    _gather(body, "", frozenset(), body, found)
    return found


def _gather(value: Any, path: str, bound: frozenset[str], body: Mapping[str, Any], found: list[Place]) -> None:
    if isinstance(value, str):
        if "${" in value or "%{" in value:
            found.append(Place(path, value, bound, body))
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "//":
                continue
            if "${" in name or "%{" in name:
                found.append(Place(path, name, bound, body))
            inner = bound
            if name in _FREE:
                inner = bound | {"self"}
            elif name == "dynamic":
                inner = bound | _iterators(item)
            _gather(item, f"{path}.{name}" if path else name, inner, body, found)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _gather(item, f"{path}[{index}]", bound, body, found)


def _iterators(dynamic: Any) -> frozenset[str]:
    """The names that dynamic blocks bind within them: their labels, or what they call their iterator."""
    names: set[str] = set()
    for labels in dynamic if isinstance(dynamic, list) else [dynamic]:
        for label, bodies in labels.items() if isinstance(labels, dict) else ():
            for body in bodies if isinstance(bodies, list) else [bodies]:
                iterator = body.get("iterator") if isinstance(body, dict) else None
                names.add(iterator if isinstance(iterator, str) else label)
    return frozenset(names)


def named(place: Place) -> Sequence[Steps]:
    """What a string's expressions name in the document."""
    found = traversals(place.text)
    return [traversal for traversal in found if traversal[0] not in place.bound] if place.bound else found


class References:
    """Judges what the expressions of one document name."""

    def __init__(self, declared: Declared, schema: ProviderSchema, doubt: str | None) -> None:
        self._declared = declared
        self._schema = schema
        self._doubt = doubt

    def problems(self, place: Place) -> Iterator[Problem]:
        """What is wrong with the expressions of a string."""
        for name in calls(place.text):
            yield from _unknown_function(name, place.attribute)
        for traversal in named(place):
            found = self._problem(traversal, place)
            if found is not None:
                yield found

    def names(self, traversal: Steps) -> str | None:
        """The address of the resource, data source or local value that a traversal names, None for anything else."""
        if traversal[0] == "local":
            return f"local.{traversal[1]}" if len(traversal) > 1 else None
        address, _ = _split(traversal)
        return address if address in self._declared.bodies else None

    def type_of(self, traversal: Steps) -> Type | None:
        """The type of what a traversal names, or None where that is not known."""
        address, steps = _split(traversal)
        target = self._declared.bodies.get(address)
        kind = self._schema.get(_kind(address)) if target is not None else None
        if kind is None or not steps:
            return None
        steps = self._below_instance(target or {}, steps)
        found = descend(kind, steps) if steps else None
        return found if not isinstance(found, Missing) else None

    def _problem(self, traversal: Steps, place: Place) -> Problem | None:
        root = traversal[0]
        names = self._declared.names.get(str(root))
        if names is not None:
            return self._undeclared(traversal, names, place.attribute)
        if root in _CALLS:
            argument, parts = _CALLS[str(root)]
            if argument not in place.body:
                return Problem(f"uses {_dotted(traversal)}, and has no {argument}", place.attribute)
            known = len(traversal) > 1 and traversal[1] in parts
            return None if known else Problem(f"uses {_dotted(traversal)}, which there is not", place.attribute)
        if root == "self":
            return Problem("uses self, which stands for a resource in its provisioners alone", place.attribute)
        if root == "path":
            known = len(traversal) > 1 and traversal[1] in _PATHS
            return None if known else Problem(f"uses {_dotted(traversal)}, which is no path", place.attribute)
        if root == "terraform":
            known = len(traversal) > 1 and traversal[1] in ("workspace", "applying")
            return None if known else Problem(f"uses {_dotted(traversal)}, which there is not", place.attribute)
        return self._resource(traversal, place.attribute)

    def _undeclared(self, traversal: Steps, names: frozenset[str], attribute: str) -> Problem | None:
        root = traversal[0]
        if len(traversal) < 2:
            return Problem(f"names {root} and nothing of it", attribute)
        name = str(traversal[1])
        if name in names:
            return None
        what = {"var": "variable", "local": "local value", "module": "module"}[str(root)]
        return Problem(f"refers to the {what} {name!r}, which is not declared{suggestion(name, names)}", attribute)

    def _resource(self, traversal: Steps, attribute: str) -> Problem | None:
        address, steps = _split(traversal)
        if not address:
            return Problem(f"names {_dotted(traversal)}, which is no reference to anything", attribute)
        body = self._declared.bodies.get(address)
        if body is None:
            near = suggestion(address, self._declared.bodies)
            return Problem(f"refers to {address}, which is not in the document{near}", attribute)
        return self._attribute(address, body, steps, attribute)

    def _attribute(self, address: str, body: Mapping[str, Any], steps: Steps, attribute: str) -> Problem | None:
        many = "count" in body or "for_each" in body
        if steps and not many and isinstance(steps[0], int):
            return Problem(f"refers to {address}[{steps[0]}], which has neither count nor for_each", attribute)
        kind = self._schema.get(_kind(address))
        if many and _is_of_no_instance(body, steps, kind):
            return Problem(
                f"refers to {address}{_suffix(steps)}, and there are several of it: say which, as in [0]", attribute
            )
        steps = self._below_instance(body, steps)
        if kind is None or not steps:
            return None
        found = descend(kind, steps)
        if not isinstance(found, Missing):
            return None
        message = f"refers to {address}{_suffix(steps)}, and {found.message(_kind(address))}"
        return Problem(message, attribute, self._doubt if found.may_be_newer else None)

    def _below_instance(self, body: Mapping[str, Any], steps: Steps) -> Steps:
        """The steps below a resource's instance key, or below the splat over all of them."""
        many = "count" in body or "for_each" in body
        return steps[1:] if many or (steps and steps[0] == "*") else steps


def _unknown_function(name: str, attribute: str) -> Iterator[Problem]:
    from stackgate.expression.functions import FUNCTIONS  # 20 ms, and most documents call nothing

    if name not in FUNCTIONS and not name.startswith("provider::"):
        yield Problem(f"calls {name}, which is no function of Terraform{suggestion(name, FUNCTIONS)}", attribute)


def _is_of_no_instance(body: Mapping[str, Any], steps: Steps, kind: BlockType | None) -> bool:
    """Whether a traversal goes straight from a resource that has instances to an attribute of one."""
    if not steps or not isinstance(steps[0], str) or steps[0] == "*":
        return False
    if "count" in body:
        return True
    keys = body["for_each"] if isinstance(body["for_each"], dict) else {}
    return len(steps) == 1 and kind is not None and steps[0] in kind.attributes and steps[0] not in keys


@lru_cache(maxsize=65536)
def _split(traversal: Steps) -> tuple[str, Steps]:
    """The address of the resource that a traversal names and the steps below it; the address is empty for none."""
    length = 3 if traversal[0] == "data" else 2
    head = traversal[:length]
    if len(head) < length or not all(isinstance(step, str) and step != "*" for step in head):
        return "", ()
    return ".".join(map(str, head)), traversal[length:]


def _kind(address: str) -> str:
    return address.rpartition(".")[0]


def _dotted(traversal: Steps) -> str:
    return str(traversal[0]) + _suffix(traversal[1:])


def _suffix(steps: Steps) -> str:
    return "".join(f".{step}" if isinstance(step, str) and step != "*" else f"[{step}]" for step in steps)
