"""What a plan does to one resource: plain data, as the rules of a plan read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Action = Literal["create", "update", "delete", "forget", "read", "no-op"]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of a plan's `resource_changes`, or with `is_drift` of its `resource_drift`.

    `address` and `type` are Terraform's. `actions` are in the order in which they are taken, two where the resource is
    replaced. `before` and `after` are its attributes, None where it is not there; what `after_unknown` marks is known
    only after the deploy. `replaced_for` are the attributes for which it is replaced. `is_declared` tells whether the
    document declares the resource, `is_deposed` that only an object is meant which an earlier deploy replaced and did
    not get rid of.

    Source: Terraform's documentation, "JSON Output Format", change representation.
    """

    address: str
    type: str
    actions: tuple[Action, ...]
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    after_unknown: Mapping[str, Any] | None = None
    replaced_for: tuple[str, ...] = ()
    is_declared: bool = True
    is_deposed: bool = False
    is_drift: bool = False

    @property
    def ends(self) -> bool:
        """Whether what is there now is destroyed, or no longer managed; it may be made anew."""
        return not self.is_drift and not {"delete", "forget"}.isdisjoint(self.actions)

    @property
    def makes(self) -> bool:
        """Whether something is created or changed."""
        return not self.is_drift and not {"create", "update"}.isdisjoint(self.actions)

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the attributes that are another afterwards, or not known to be the same.

        What is empty is the same as what is not set: providers read the one as the other.
        """
        before, after, unknown = self.before or {}, self.after or {}, self.after_unknown or {}
        names = dict.fromkeys((*before, *after, *unknown))
        return tuple(
            name for name in names if is_open(unknown.get(name)) or _set(before.get(name)) != _set(after.get(name))
        )

    def knows(self, name: str) -> bool:
        """Whether it is known what an attribute will be."""
        return not is_open((self.after_unknown or {}).get(name))


def _set(value: Any) -> Any:
    return None if value in ("", [], {}) else value


def is_open(unknown: Any) -> bool:
    """Whether a mark of `after_unknown` (a flag, or an object or list of marks) says of anything that it is unknown."""
    if isinstance(unknown, (dict, list)):
        return any(map(is_open, unknown.values() if isinstance(unknown, dict) else unknown))
    return bool(unknown)
