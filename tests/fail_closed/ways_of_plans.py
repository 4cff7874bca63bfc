"""Plans that are not whole, did not succeed, or contradict themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .way import Way

PLAN = "plan.json"
REAL = (Path(__file__).parents[1] / "plans" / "keep.json").read_text(encoding="utf-8")
"""A plan as Terraform printed it: of four resources, one is changed in place."""


def _plan(name: str, line: str, change: Callable[[dict[str, Any]], Any] | str) -> Way:
    """A way in which the real plan is changed, or the text that stands for one."""
    content: Any = change
    if not isinstance(change, str):
        content = json.loads(REAL)
        change(content)
    return Way("plans", name, line, ("check", PLAN, "--only", "validators"), {PLAN: content})


def _database(plan: dict[str, Any]) -> dict[str, Any]:
    """The entry of the cluster, which the plan changes in place."""
    return next(entry for entry in plan["resource_changes"] if entry["type"] == "aws_rds_cluster")


def _without(plan: dict[str, Any], section: str, kind: str) -> None:
    plan[section] = [entry for entry in plan[section] if entry["type"] != kind]


def _planned(plan: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plan["planned_values"]["root_module"]["resources"]
    return found


PLANS = (
    _plan("truncated", "is not JSON: ", REAL[: len(REAL) // 2]),
    _plan("errored", "is a plan that failed", lambda plan: plan.update(errored=True)),
    _plan("errored, in a word", "errored is neither true nor false", lambda plan: plan.update(errored="no")),
    _plan("of some resources only", "is a plan that is not complete", lambda plan: plan.update(complete=False)),
    _plan("put off", "changes that are put off", lambda plan: plan.update(deferred_changes=[{"reason": "x"}])),
    _plan("of a later format", "a format that is not known: '2.0'", lambda plan: plan.update(format_version="2.0")),
    _plan("of no format", "a format that is not known: 'None'", lambda plan: plan.pop("format_version")),
    _plan("of a numbered format", "a format that is not known: '1.2'", lambda plan: plan.update(format_version=1.2)),
    _plan("empty", "planned_values is not there", '{"format_version": "1.2"}'),
    _plan(
        "without a resource",
        "is a plan without a resource",
        '{"format_version": "1.2", "planned_values": {"root_module": {}}, "configuration": {"root_module": {}}}',
    ),
    _plan("values that are a text", "planned_values is not an object", lambda plan: plan.update(planned_values="x")),
    _plan(
        "values of nothing",
        "planned_values.root_module is not there",
        lambda plan: plan.update(planned_values={"a": 1}),
    ),
    _plan("changes that are a map", "resource_changes is not a list", lambda plan: plan.update(resource_changes={})),
    _plan("changes that are texts", "holds what is no object", lambda plan: plan.update(resource_changes=["delete"])),
    _plan("no configuration", "configuration is not there", lambda plan: plan.pop("configuration")),
    _plan("no changes", "resource_changes do not tell of", lambda plan: plan.pop("resource_changes")),
    _plan("a state that is a list", "prior_state is not an object", lambda plan: plan.update(prior_state=[1])),
    _plan("variables that are a list", "variables is not an object", lambda plan: plan.update(variables=[1])),
    _plan(
        "an unknown action", "actions are not known", lambda plan: _database(plan)["change"].update(actions=["mend"])
    ),
    _plan("no action", "actions are not known", lambda plan: _database(plan)["change"].update(actions=[])),
    _plan(
        "a deletion that leaves something",
        "after does not go with",
        lambda plan: _database(plan)["change"].update(actions=["delete"]),
    ),
    _plan("a change of nothing", "before does not go with", lambda plan: _database(plan)["change"].update(before=None)),
    _plan(
        "a replacement that calls itself an update",
        "replace_paths do not go with its actions",
        lambda plan: _database(plan)["change"].update(replace_paths=[["engine"]]),
    ),
    _plan(
        "a replacement with the reason of one",
        "action_reason does not go with its actions",
        lambda plan: _database(plan).update(action_reason="replace_because_cannot_update"),
    ),
    _plan("an address that is none", "whose address is none", lambda plan: _database(plan).update(address="x")),
    _plan("another type", "gives aws_rds_cluster.main another", lambda plan: _database(plan).update(type="aws_x")),
    _plan("another mode", "gives aws_rds_cluster.main another", lambda plan: _database(plan).update(mode="data")),
    _plan(
        "a change left out",
        "do not tell of aws_rds_cluster.main",
        lambda plan: _without(plan, "resource_changes", "aws_rds_cluster"),
    ),
    _plan(
        "a change twice",
        "two entries for aws_rds_cluster.main",
        lambda plan: plan["resource_changes"].append(_database(plan)),
    ),
    _plan("a resource twice", "two entries for", lambda plan: _planned(plan).append(_planned(plan)[0])),
    _plan("a value left out", "planned_values lack", lambda plan: _planned(plan).pop()),
    _plan(
        "another value",
        "are not what it changes",
        lambda plan: _planned(plan)[1]["values"].update(storage_encrypted=False),
    ),
    _plan(
        "what is there, planned away in silence",
        "do not tell of aws_kinesis_stream.events",
        lambda plan: (_without(plan, "resource_changes", "aws_kinesis_stream"), _planned(plan).pop(0)),
    ),
    _plan(
        "a resource that no configuration declares",
        "is a plan that holds aws_kinesis_stream.events, which the document does not declare",
        lambda plan: _without(plan["configuration"]["root_module"], "resources", "aws_kinesis_stream"),
    ),
    _plan(
        "a state",
        "planned_values is not there",
        '{"format_version": "1.0", "values": {"root_module": {"resources": []}}}',
    ),
)
