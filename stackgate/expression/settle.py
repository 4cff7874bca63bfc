"""From values that may be references to the literals they come to, with a note of what was used on the way."""

from __future__ import annotations

from typing import Any

from stackgate.expression.budget import spend
from stackgate.expression.fault import NotKnown
from stackgate.values import Computed, Reference, Unresolved


def outermost(value: Any, used: list[Reference]) -> Any:
    """The literal that a value comes to; what lies in it stays as it is. Raises NotKnown where it is not known.

    The references that led to it are added to `used`.
    """
    spend()
    while isinstance(value, Unresolved):
        final = value.final()
        if isinstance(final, Unresolved):
            raise NotKnown(value.references, final.reason)
        used.extend(value.references)
        value = final
    return value


def plain(value: Any, used: list[Reference]) -> Any:
    """A value with literals only, however deep. Raises NotKnown where something in it is not known."""
    value = outermost(value, used)
    if isinstance(value, dict):
        return type(value)((key, plain(item, used)) for key, item in value.items())
    return type(value)(plain(item, used) for item in value) if isinstance(value, list) else value


def carry(value: Any, used: list[Reference], source: str) -> Any:
    """A result that keeps in mind which references it was worked out from."""
    if not used or isinstance(value, Unresolved):
        return value
    return Computed(source, unique([*used, *references_of(value)]), value)


def references_of(value: Any) -> list[Reference]:
    """Every reference in a value, however deep. Raises TooLarge."""
    spend()
    if isinstance(value, Unresolved):
        return list(value.references)
    items = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [reference for item in items for reference in references_of(item)]


def unresolved(source: str, fault: NotKnown, *values: Any, may_be_null: bool = False) -> Unresolved:
    """What stands for a value that is not known: it keeps in mind all that it is made of."""
    references = unique([*fault.references, *references_of(values)])
    return Unresolved(source, references, fault.reason, may_be_null)


def unique(references: list[Reference]) -> tuple[Reference, ...]:
    """References without those that say again what another one says."""
    return tuple({(reference.target, reference.attribute): reference for reference in references}.values())
