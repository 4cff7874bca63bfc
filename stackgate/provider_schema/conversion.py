"""Which types Terraform converts into which, and how a type is called.

Source: Terraform's type conversion rules. A string is taken for a number or a boolean, because what it holds is known
only at the deploy.
"""

from __future__ import annotations

from stackgate.provider_schema.model import Type

_NAMES = {"bool": "boolean", "dynamic": "value"}


def convertible(given: Type, wanted: Type) -> bool:
    """Whether a value of the type `given` can stand where `wanted` belongs."""
    if "dynamic" in (given, wanted):
        return True
    if isinstance(given, str) and isinstance(wanted, str):
        return given == wanted or "string" in (given, wanted)
    if isinstance(given, str) or isinstance(wanted, str):
        return False
    if given[0] == "object" and wanted[0] == "object":
        return all(name in given[1] and convertible(given[1][name], kind) for name, kind in wanted[1].items())
    if "object" in (given[0], wanted[0]):
        return "map" in (given[0], wanted[0])
    return (given[0] == "map") == (wanted[0] == "map") and convertible(given[1], wanted[1])


def words(kind: Type, plural: bool = False) -> str:
    """How a type is called in a message: `a string`, `a list of numbers`."""
    if isinstance(kind, str):
        name = _NAMES.get(kind, kind)
        return f"{name}s" if plural else f"a {name}"
    constructor, inner = kind
    if constructor == "object":
        return "objects" if plural else "an object"
    name = f"{constructor}s" if plural else f"a {constructor}"
    return f"{name} of {words(inner, plural=True)}"
