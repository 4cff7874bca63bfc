"""Which of the schemas that ship judges a document: that of the provider which its `required_providers` asks for.

Source: Terraform's version constraints: `= 5.1`, `!=`, `>`, `>=`, `<`, `<=`, `~> 5.99`, comma separated. `~>` lets the
last number that is written grow, and no other.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from stackgate.provider_schema.store import GENERATIONS, ProviderSchema, load_schema

_PART = re.compile(r"\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+){0,2})(?:[-+][\w.+-]+)?\s*")

Version = tuple[int, ...]


def _grown(ours: Version, asked: Version) -> bool:
    return ours >= asked and ours[: len(asked) - 1] == asked[:-1]


_HOLDS: Mapping[str, Callable[[Version, Version], bool]] = {
    "": lambda ours, asked: ours == _filled(asked),
    "=": lambda ours, asked: ours == _filled(asked),
    "!=": lambda ours, asked: ours != _filled(asked),
    ">": lambda ours, asked: ours > _filled(asked),
    ">=": operator.ge,
    "<": operator.lt,
    "<=": lambda ours, asked: ours <= _filled(asked),
    "~>": _grown,
}


class Choice(NamedTuple):
    """The schema that judges, and why a name that it does not know may exist all the same; None where it cannot."""

    schema: ProviderSchema
    doubt: str | None = None


def choose(required: Any) -> Choice:
    """The schema for a document, from the AWS provider's entry in its `terraform.required_providers`.

    The newest schema that the constraint allows, as Terraform takes the newest provider. A constraint that allows none
    of them asks for a release of another day: of the same major and older than ours, whose names ours knows, or one
    of which ours cannot know every name.
    """
    schemas = [load_schema(generation) for generation in sorted(GENERATIONS)]
    constraint = required.get("version") if isinstance(required, Mapping) else required
    if not isinstance(constraint, str) or not constraint.strip():
        return Choice(schemas[-1])
    asked = _parts(constraint)
    if asked is None:
        return Choice(schemas[-1], f"the version constraint {constraint!r} cannot be read")
    for schema in reversed(schemas):
        if all(_HOLDS[sign](_version(schema), version) for sign, version in asked):
            return Choice(schema)
    wanted = max(_filled(version) for _, version in asked)
    at_most = [schema for schema in schemas if _version(schema)[0] <= wanted[0]]
    nearest = at_most[-1] if at_most else schemas[0]
    ours = _version(nearest)
    if ours[0] == wanted[0] and wanted < ours:
        return Choice(nearest)
    return Choice(nearest, f"the document asks for version {constraint}, this was judged by version {nearest.version}")


def pinned_major(constraint: str) -> int | None:
    """The major version that a constraint leaves no choice of, or None: of `~> 5.99` and `5.1` that is 5."""
    pinned = {
        version[0] for sign, version in _parts(constraint) or () if sign in ("", "=") or (sign == "~>" and version[1:])
    }
    return pinned.pop() if len(pinned) == 1 else None


def is_constraint(text: str) -> bool:
    """Whether a text is a version constraint."""
    return _parts(text) is not None


def _parts(constraint: str) -> list[tuple[str, Version]] | None:
    """The signs of a constraint with their versions, or None where it is none."""
    found = [_PART.fullmatch(part) for part in constraint.split(",")]
    return [(part[1] or "", _numbers(part[2])) for part in found if part] if all(found) else None


def _version(schema: ProviderSchema) -> Version:
    return _numbers(schema.version)


def _numbers(text: str) -> Version:
    return tuple(map(int, text.split(".")))


def _filled(version: Version) -> Version:
    return (*version, 0, 0)[:3]
