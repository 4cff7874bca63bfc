"""What a plan would do, counted; and how far an apply has come with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from stackgate.plan import Plan

_KINDS = {
    ("create",): "create",
    ("update",): "change",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
    ("delete",): "destroy",
}
_ALWAYS_SHOWN = ("create", "change", "replace", "destroy")
_NOTHING = frozenset({"no-op", "read"})


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of a plan: how many of each kind, how many operations each resource needs, and whether there is
    anything to apply: an output or a resource's new address too."""

    kinds: Mapping[str, int]
    operations: Mapping[str, int]
    is_applyable: bool

    def __str__(self) -> str:
        shown = [*_ALWAYS_SHOWN, *(kind for kind in self.kinds if kind not in _ALWAYS_SHOWN)]
        return ", ".join(f"{self.kinds.get(kind, 0)} to {kind}" for kind in shown)

    def done(self, completed: Mapping[str, int]) -> int:
        """How many resources have all their operations behind them."""
        return sum(completed.get(address, 0) >= needed for address, needed in self.operations.items())


def changes_of(plan: Plan) -> Changes:
    """The changes of a plan."""
    kinds: Counter[str] = Counter()
    operations: Counter[str] = Counter()
    for entry in plan.changes:
        actions = tuple(entry["change"]["actions"])
        if not _NOTHING.issuperset(actions):
            kinds[_KINDS.get(actions, " and ".join(actions))] += 1
            # What is forgotten is told by no message.
            operations[entry["address"]] += sum(action != "forget" for action in actions)
    return Changes(kinds, operations, _is_applyable(plan))


def _is_applyable(plan: Plan) -> bool:
    """Terraform tells since 1.8; OpenTofu, and older ones, leave it to be seen."""
    told = plan.content.get("applyable")
    if isinstance(told, bool):
        return told
    outputs = plan.content.get("output_changes") or {}
    return any(output.get("actions") != ["no-op"] for output in outputs.values()) or any(
        entry["change"]["actions"] != ["no-op"] or "previous_address" in entry or "importing" in entry["change"]
        for entry in plan.changes
    )
