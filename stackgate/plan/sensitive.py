"""The texts that a plan itself marks as secret: they are kept out of every output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stackgate.block import Block
from stackgate.change import is_open
from stackgate.plan.reading import Plan
from stackgate.secrets import secrets_of
from stackgate.secrets.derived import SHORTEST
from stackgate.values import as_text

_SIDES = (("before", "before_sensitive"), ("after", "after_sensitive"))


def plan_secrets(plan: Plan) -> frozenset[str]:
    """Every text of at least four characters, and every number so long, that stands where the plan marks a secret.

    Marked are values of resources, before and after, in the state too, of outputs, and of variables.
    """
    return frozenset(text for value, marks in _marked(plan) for text in _texts(value, marks) if len(text) >= SHORTEST)


def _marked(plan: Plan) -> Iterator[tuple[Any, Any]]:
    for resource in (*plan.planned.values(), *plan.prior):
        yield resource.get("values"), resource.get("sensitive_values")
    outputs = plan.content.get("output_changes")
    changes = [entry["change"] for entry in (*plan.changes, *plan.drift)]
    changes += [change for change in _members(outputs).values() if isinstance(change, dict)]
    for change in changes:
        for value, marks in _SIDES:
            yield change.get(value), change.get(marks)
    for output in _outputs(plan):
        yield output.get("value"), output.get("sensitive")
    for name in given_secrets(plan):
        yield plan.variables[name], True


def marked_secret(plan: Plan) -> Mapping[str, frozenset[str]]:
    """By address the attributes of which the plan marks something as secret, as it will be."""
    return {
        address: frozenset(name for name, marks in _members(resource.get("sensitive_values")).items() if is_open(marks))
        for address, resource in plan.planned.items()
    }


def given_secrets(plan: Plan) -> Iterator[str]:
    """The names of the variables that were given a secret: those declared sensitive, and those that read like one."""
    declared = _members(_members(plan.configuration.get("root_module")).get("variables"))
    for name, value in plan.variables.items():
        if _members(declared.get(name)).get("sensitive") is True or secrets_of(Block({name: value})):
            yield name


def _outputs(plan: Plan) -> Iterator[Mapping[str, Any]]:
    prior = _members(_members(plan.content.get("prior_state")).get("values"))
    for values in (_members(plan.content.get("planned_values")), prior):
        yield from (_members(output) for output in _members(values.get("outputs")).values())


def _members(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any, marks: Any) -> Iterator[str]:
    """The texts in a value where the marks, in its shape, are true; below such a mark all of them."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, marks.get(name) if isinstance(marks, dict) else marks)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            within = isinstance(marks, list)
            yield from _texts(item, (marks[place] if place < len(marks) else False) if within else marks)
    elif marks is True and value is not None and not isinstance(value, bool):
        yield as_text(value)
