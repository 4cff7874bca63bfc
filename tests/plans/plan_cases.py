"""Plans for tests, in the form in which Terraform prints them, made of a document and what changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from stackgate.address import parse_address, without_keys
from stackgate.subject import Input


def input_of(case: Mapping[str, Any], folder: Path) -> Input:
    """What a rule's case gives to be judged, written into a folder: a document, or with `changes` or `drift` a plan."""
    document = folder / "cdk.tf.json"
    document.write_text(json.dumps(case["document"]), encoding="utf-8")
    if {"changes", "drift"}.isdisjoint(case):
        return Input(document, document.name)
    plan = folder / "plan.json"
    content = plan_of(case["document"], case.get("changes", ()), case.get("drift", ()))
    plan.write_text(json.dumps(content), encoding="utf-8")
    return Input(plan, plan.name, document=document)


def plan_of(
    document: Mapping[str, Any], changes: Iterable[Mapping[str, Any]] = (), drift: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The plan of a document whose resources are all there already, but for the changes.

    A change has `address` and `actions`, and may have `before`, `after`, `unknown`, `replaced_for`, `deposed` and
    `previous`. What no change names, and stands at the document's top without count or for_each, stays as it is.
    """
    changes = list(changes)
    told = {without_keys(change["address"]) for change in changes if "deposed" not in change}
    for kind, named in document.get("resource", {}).items():
        for name, body in named.items():
            if f"{kind}.{name}" not in told:
                changes.append({"address": f"{kind}.{name}", "actions": ["no-op"], "before": body, "after": body})
    entries = [_entry(change) for change in changes]
    stays = [entry for entry in entries if entry["change"]["after"] is not None]
    forgotten = [entry for entry in entries if entry["change"]["actions"] == ["forget"]]
    planned = [_state(entry, "after") for entry in stays] + [_state(entry, "before") for entry in forgotten]
    prior = [_state(entry, "before") for entry in entries if entry["change"]["before"] is not None]
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": planned} if planned else {}},
        "resource_changes": entries,
        "resource_drift": [_entry(change) for change in drift],
        "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": prior}}},
        "configuration": {"root_module": {}},
        "errored": False,
        "complete": True,
    }


def _entry(change: Mapping[str, Any]) -> dict[str, Any]:
    address, actions = parse_address(change["address"]), change["actions"]
    is_there, stays = actions != ["create"], actions not in (["delete"], ["forget"])
    entry = {
        "address": change["address"],
        "mode": "data" if address.is_data else "managed",
        "type": address.type,
        "name": address.name,
        "change": {
            "actions": actions,
            "before": change.get("before", {}) if is_there else None,
            "after": change.get("after", {}) if stays else None,
            "after_unknown": change.get("unknown", {}),
            "replace_paths": [[name] for name in change.get("replaced_for", ())],
        },
    }
    named = {"deposed": "deposed", "previous": "previous_address"}
    return entry | {there: change[here] for here, there in named.items() if here in change}


def _state(entry: Mapping[str, Any], side: str) -> dict[str, Any]:
    """A resource as the values of a plan or of a state have it."""
    deposed = {"deposed_key": entry["deposed"]} if "deposed" in entry else {}
    kept = {key: entry[key] for key in ("address", "mode", "type", "name")}
    return kept | {"values": entry["change"][side]} | deposed
