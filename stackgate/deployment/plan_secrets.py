"""The secrets of a plan and of the state that it rests on: text that no output may hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from stackgate.document import Document
from stackgate.plan import Plan
from stackgate.plan.sensitive import plan_secrets
from stackgate.plan.shape import state_resources
from stackgate.resolver import written_graph
from stackgate.secrets import secrets_in


def secrets_of_plan(plan: Plan) -> frozenset[str]:
    """What providers or the configuration mark as sensitive, and what reads like a secret.

    Both sides of each change count, and what drifted: the state holds what earlier deploys have put there.
    """
    changed = [(entry["type"], entry["change"].get(side)) for entry in _entries(plan) for side in ("before", "after")]
    held = [(resource["type"], resource.get("values")) for resource in plan.prior]
    return plan_secrets(plan) | _reading_like_secrets([*changed, *held])


def secrets_of_state(document: Document) -> frozenset[str]:
    """The same of a state, as `terraform show -json` prints it. Raises DocumentError where it is none."""
    values = document.content.get("values") or {}
    prior = tuple(state_resources(values, "values")) if values else ()
    content = {"prior_state": document.content}
    return secrets_of_plan(Plan(replace(document, content=content), {}, prior, (), (), {}, {}))


def _entries(plan: Plan) -> Iterable[dict[str, Any]]:
    return (*plan.changes, *plan.drift)


def _reading_like_secrets(held: Iterable[tuple[str, Any]]) -> frozenset[str]:
    """What a document that held the values would be found to keep secret. Raises DocumentError."""
    resources: dict[str, dict[str, Any]] = {}
    for number, (kind, values) in enumerate(held):
        if isinstance(values, dict):
            resources.setdefault(kind, {})[f"held_{number}"] = _literal(values)
    return secrets_in(written_graph({"resource": resources}, "plan"))


def _literal(value: Any) -> Any:
    """The value, with what would be an expression in a document escaped; without what is null."""
    if isinstance(value, dict):
        return {key: _literal(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_literal(item) for item in value]
    return value.replace("${", "$${").replace("%{", "%%{") if isinstance(value, str) else value
