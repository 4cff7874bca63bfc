"""What a plan knows of each resource, in the form in which the resolver asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stackgate.plan.configuration import rebuilt
from stackgate.plan.reading import Plan
from stackgate.plan.sensitive import given_secrets
from stackgate.resolver.planned import Planned, PlannedValues


def known_values(plan: Plan) -> Planned:
    """The values of everything that is there after the deploy, and of the data sources that were read for the plan.

    A resource that the plan destroys or no longer manages has none.
    """
    resources = {
        entry["address"]: PlannedValues(_object(entry.get("values"))) for entry in plan.prior if entry["mode"] == "data"
    }
    resources |= {address: PlannedValues(_object(entry.get("values"))) for address, entry in plan.planned.items()}
    for entry in plan.changes:
        change, address = entry["change"], entry["address"]
        if address in plan.planned and entry.get("deposed") is None:
            unknown = change.get("after_unknown")
            resources[address] = PlannedValues(_object(change.get("after")), _object(unknown))
    values = {address: found.values for address, found in resources.items()}
    return Planned(resources, plan.variables, frozenset(given_secrets(plan)), rebuilt(plan.configuration, values))


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
