"""Reads the JSON of a plan strictly: what is not a whole plan that succeeded, and agrees with itself, is refused.

Source: Terraform's documentation, "JSON Output Format", plan representation. OpenTofu's is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from stackgate.change import Action
from stackgate.document import Document, DocumentError
from stackgate.plan.shape import a_flag, an_address, an_object, objects, state_resources

FORMAT = "1"
"""The major version of the format that is understood."""
_ACTIONS = frozenset(get_args(Action))
_LASTING = (("no-op",), ("create",), ("update",), ("read",))
_REPLACING = (("delete", "create"), ("create", "delete"), ("create", "forget"))
_ENDING = (("delete",), ("forget",))


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as read. `planned` are the resources of `planned_values` by address, without what is no longer managed,
    `prior` those of `prior_state`, `changes` and `drift` the entries of `resource_changes` and `resource_drift`."""

    document: Document
    planned: Mapping[str, dict[str, Any]]
    prior: tuple[dict[str, Any], ...]
    changes: tuple[dict[str, Any], ...]
    drift: tuple[dict[str, Any], ...]
    variables: Mapping[str, Any]
    configuration: dict[str, Any]

    @property
    def content(self) -> dict[str, Any]:
        """The plan's whole JSON object."""
        return self.document.content


def read_plan(document: Document) -> Plan:
    """The plan that a JSON object holds.

    Raises DocumentError where the format is not known, the plan failed, is incomplete or empty, or where its parts are
    of the wrong kind or contradict each other.
    """
    content = document.content
    version = content.get("format_version")
    if not isinstance(version, str) or version.partition(".")[0] != FORMAT:
        raise DocumentError(f"is a plan in a format that is not known: {str(version)[:20]!r}")
    if a_flag(content, "errored", False):
        raise DocumentError("is a plan that failed")
    if not a_flag(content, "complete", True):
        raise DocumentError("is a plan that is not complete: of some resources only, or with changes put off")
    if content.get("deferred_changes"):
        raise DocumentError("is a plan with changes that are put off to a later one")
    prior = an_object(an_object(content, "prior_state", optional=True), "values", "prior_state.", optional=True)
    changes = tuple(_entries(content, "resource_changes"))
    forgotten = {_identity(entry) for entry in changes if entry["change"]["actions"] == ["forget"]}
    planned = _resources(an_object(content, "planned_values"), "planned_values")
    plan = Plan(
        document,
        planned={resource["address"]: resource for resource in planned if _identity(resource) not in forgotten},
        prior=tuple(_resources(prior, "prior_state")),
        changes=changes,
        drift=tuple(_entries(content, "resource_drift")),
        variables=_variables(content),
        configuration=an_object(content, "configuration"),
    )
    if not (plan.planned or plan.changes or plan.prior):
        raise DocumentError("is a plan without a resource")
    _agree(plan)
    return plan


def _resources(values: dict[str, Any], where: str) -> list[dict[str, Any]]:
    """The resources of `planned_values` or `prior_state`."""
    found = list(state_resources(values, where)) if values else []
    _refuse_doubles(found, where)
    for resource in found:
        an_object(resource, "values", f"{where} of {resource['address']}: ", optional=True)
    return found


def _refuse_doubles(entries: list[dict[str, Any]], where: str) -> None:
    seen = set()
    for identity in map(_identity, entries):
        if identity in seen:
            raise DocumentError(f"is a plan with two entries for {identity[0]} in {where}")
        seen.add(identity)


def _identity(entry: Mapping[str, Any]) -> tuple[str, str | None]:
    """The address, and the key of what an earlier deploy replaced and did not get rid of."""
    deposed = entry.get("deposed", entry.get("deposed_key"))
    return entry["address"], None if deposed is None else str(deposed)


def _entries(content: dict[str, Any], section: str) -> list[dict[str, Any]]:
    """The entries of `resource_changes` or `resource_drift`."""
    entries = objects(content, section)
    for entry in entries:
        an_address(entry, section)
        place = f"{section} of {entry['address']}: "
        actions = an_object(entry, "change", place).get("actions")
        if not isinstance(actions, list) or tuple(actions) not in (*_LASTING, *_REPLACING, *_ENDING):
            raise DocumentError(f"is a plan whose {place}actions are not known")
        if str(entry.get("action_reason", "")).startswith("replace_") and tuple(actions) not in _REPLACING:
            raise DocumentError(f"is a plan whose {place}action_reason does not go with its actions")
        _check_change(entry["change"], place)
    _refuse_doubles(entries, section)
    return entries


def _check_change(change: dict[str, Any], place: str) -> None:
    actions = tuple(change["actions"])
    for name in ("before", "after", "after_unknown"):
        if change.get(name) is not None and not isinstance(change[name], (dict, bool)):
            raise DocumentError(f"is a plan whose {place}{name} is not an object")
    if (actions not in _ENDING) is not isinstance(change.get("after"), dict):
        raise DocumentError(f"is a plan whose {place}after does not go with its actions")
    if (actions != ("create",)) is not isinstance(change.get("before"), dict) and actions != ("read",):
        raise DocumentError(f"is a plan whose {place}before does not go with its actions")
    if change.get("replace_paths") and actions not in _REPLACING:
        raise DocumentError(f"is a plan whose {place}replace_paths do not go with its actions")


def _variables(content: dict[str, Any]) -> dict[str, Any]:
    given = an_object(content, "variables", optional=True)
    return {name: an_object(given, name, "variables.").get("value") for name in given}


def _agree(plan: Plan) -> None:
    """Raise DocumentError where what is planned, what is there and what is changed do not add up."""
    changes = {_identity(entry): tuple(entry["change"]["actions"]) for entry in plan.changes}
    for address, resource in plan.planned.items():
        actions = changes.get((address, None))
        if actions in _ENDING or (actions is None and resource["mode"] == "managed"):
            raise DocumentError(f"is a plan whose resource_changes do not tell of {address}, which is planned")
    for entry in plan.changes:
        address, after = entry["address"], entry["change"].get("after")
        if isinstance(after, dict) and address not in plan.planned:
            raise DocumentError(f"is a plan whose planned_values lack {address}")
        if isinstance(after, dict) and after != (plan.planned[address].get("values") or {}):
            raise DocumentError(f"is a plan whose planned_values are not what it changes {address} to")
    moved = {(entry.get("previous_address"), None) for entry in plan.changes}
    for resource in plan.prior:
        if resource["mode"] == "managed" and _identity(resource) not in changes.keys() | moved:
            raise DocumentError(
                f"is a plan whose resource_changes do not tell of {resource['address']}, which is there"
            )
