"""The JSON of plans, as Terraform prints it."""

from __future__ import annotations

from typing import Any

Change = tuple[str, list[str], Any, Any]


def change(name: str, *actions: str, before: Any = None, after: Any = None, sensitive: Any = None) -> dict[str, Any]:
    """One entry of `resource_changes`, of the type terraform_data."""
    return {
        "address": f"terraform_data.{name}",
        "mode": "managed",
        "type": "terraform_data",
        "name": name,
        "provider_name": "terraform.io/builtin/terraform",
        "change": {
            "actions": list(actions),
            "before": before,
            "after": after,
            "after_unknown": {},
            "before_sensitive": sensitive or {},
            "after_sensitive": sensitive or {},
        },
    }


def plan(*changes: dict[str, Any], applyable: bool = True) -> dict[str, Any]:
    """A whole plan of these changes."""
    parts = ("address", "mode", "type", "name", "provider_name")
    planned = [
        {**{part: one[part] for part in parts}, "schema_version": 0, "values": one["change"]["after"]}
        for one in changes
        if one["change"]["after"] is not None
    ]
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": list(changes),
        "configuration": {"root_module": {}},
        "applyable": applyable,
        "complete": True,
        "errored": False,
    }
