"""What a plan does, and what it found to be changed, as the rules of a plan read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from stackgate.address import parse_address
from stackgate.change import Change
from stackgate.plan.reading import Plan

_NOTHING = (("no-op",), ("read",))


def changes_of(plan: Plan, is_declared: Callable[[str], bool]) -> Iterator[Change]:
    """Each entry of `resource_changes` that changes something, and each of `resource_drift`."""
    for entry in plan.changes:
        if _changes(entry):
            yield _change(entry, is_declared, is_drift=False)
    for entry in plan.drift:
        yield _change(entry, is_declared, is_drift=True)


def changing(plan: Plan) -> set[str]:
    """The addresses of what the plan changes."""
    return {entry["address"] for entry in plan.changes if _changes(entry)}


def _changes(entry: dict[str, Any]) -> bool:
    return tuple(entry["change"]["actions"]) not in _NOTHING


def _change(entry: dict[str, Any], is_declared: Callable[[str], bool], is_drift: bool) -> Change:
    change, address = entry["change"], entry["address"]
    paths = change.get("replace_paths")
    first = (path[0] for path in (paths if isinstance(paths, list) else ()) if isinstance(path, list) and path)
    return Change(
        address=address,
        type=parse_address(address).kind,
        actions=tuple(change["actions"]),
        before=_object(change.get("before")),
        after=_object(change.get("after")),
        after_unknown=_object(change.get("after_unknown")),
        replaced_for=tuple(dict.fromkeys(str(name) for name in first)),
        is_declared=is_declared(address),
        is_deposed=entry.get("deposed") is not None,
        is_drift=is_drift,
    )


def _object(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None
