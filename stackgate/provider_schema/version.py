"""Which of the schemas that ship judges a document: that of the provider which its `required_providers` asks for.

Source: Terraform's version constraints (`= 5.1`, `!=`, `>`, `>=`, `<`, `<=`, `~> 5.99`, comma separated).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stackgate.provider_schema.store import GENERATIONS, ProviderSchema, load_schema

_PART = re.compile(r"(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+){0,2}(?:[-+][\w.+-]+)?)")
_PEP_440 = {None: "==", "=": "==", "~>": "~="}


@dataclass(frozen=True, slots=True)
class Choice:
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
    for schema in schemas:
        if constraint == schema.version:
            return Choice(schema)
    return _nearest(constraint, schemas)


def is_constraint(text: str) -> bool:
    """Whether a text is a version constraint."""
    return all(_PART.fullmatch(part.strip()) for part in text.split(","))


def _nearest(constraint: str, schemas: list[ProviderSchema]) -> Choice:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # costs 20 ms, and most documents pin one release
    from packaging.version import Version

    try:
        asked = SpecifierSet(_in_pep_440(constraint))
    except (InvalidSpecifier, ValueError):
        return Choice(schemas[-1], f"the version constraint {constraint!r} cannot be read")
    for schema in reversed(schemas):
        if schema.version in asked:
            return Choice(schema)
    wanted = max(Version(part.version) for part in asked)
    at_most = [schema for schema in schemas if Version(schema.version).major <= wanted.major]
    nearest = at_most[-1] if at_most else schemas[0]
    ours = Version(nearest.version)
    if ours.major == wanted.major and wanted < ours:
        return Choice(nearest)
    return Choice(nearest, f"the document asks for version {constraint}, this was judged by version {nearest.version}")


def _in_pep_440(constraint: str) -> str:
    """The constraint in the words of Python's version specifiers. Raises ValueError where it is none."""
    parts = []
    for text in constraint.split(","):
        match = _PART.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        operator, version = match.groups()
        if operator == "~>" and "." not in version:
            operator = ">="  # its only number is the one that may grow
        parts.append(_PEP_440.get(operator, operator) + version)
    return ",".join(parts)
