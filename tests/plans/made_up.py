"""The plan that Terraform would make of a document for the first time, as far as the document tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plan_cases import plan_of

from stackgate.block import Block
from stackgate.resolver import build_graph
from stackgate.resolver.overlay import OF_TERRAFORM
from stackgate.values import Encoded, Reference, Template, Unresolved, as_text


def made_up_plan(document: Mapping[str, Any], folder: Path, is_there: bool) -> dict[str, Any]:
    """The plan of a document in a folder. What only AWS knows is open, or with `is_there` made up."""
    graph = build_graph(dict(document), "s", folder)
    planner = _Planner(is_there)
    planned = {one.address: planner.block(one) for one in graph if one.kind == one.type}
    for target, attribute, value in planner.of_aws:
        if target in planned and "." not in attribute:
            after, unknown = planned[target]
            after[attribute] = value
            unknown.pop(attribute, None)
    changes = [
        {"address": address, "actions": ["create"], "after": after, "unknown": unknown}
        for address, (after, unknown) in planned.items()
    ]
    variables = document.get("variable")
    defaults = {
        name: {"value": body["default"]}
        for name, body in (variables.items() if isinstance(variables, dict) else ())
        if isinstance(body, dict) and "default" in body
    }
    return plan_of({}, changes) | {"variables": defaults}


class _Planner:
    """Values with what is open in them, in the two forms of a plan; `of_aws` is what was made up for AWS."""

    def __init__(self, is_there: bool) -> None:
        self._is_there = is_there
        self.of_aws: list[tuple[str, str, str]] = []

    def block(self, block: Block) -> tuple[dict[str, Any], dict[str, Any]]:
        """The attributes, and the marks of those that are open."""
        names = [name for name in block.raw if name not in OF_TERRAFORM]
        return self._members({name: block.peek(name) for name in names})

    def _members(self, members: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        pairs = {name: self._value(item) for name, item in members.items()}
        after = {name: value for name, (value, unknown) in pairs.items() if unknown is not True}
        return after, {name: unknown for name, (_, unknown) in pairs.items() if unknown}

    def _value(self, value: Any) -> tuple[Any, Any]:
        if isinstance(value, Block):
            return self.block(value)
        if isinstance(value, dict):
            return self._members(value)
        if isinstance(value, list):
            pairs = [self._value(item) for item in value]
            return [item for item, _ in pairs], [unknown for _, unknown in pairs] if any(u for _, u in pairs) else False
        final = value.final() if isinstance(value, Unresolved) else value
        if isinstance(final, Reference):
            return self._reference(final)
        if isinstance(final, Template):
            return self._whole([self._value(part) for part in final.parts], lambda: self._text(final))
        if isinstance(final, Encoded):
            return self._whole([self._value(final.value)], lambda: json.dumps(self._value(final.value)[0]))
        if isinstance(final, Unresolved):
            return None, True
        return (value, False) if final is value else self._value(final)

    def _whole(self, parts: list[tuple[Any, Any]], made: Any) -> tuple[Any, Any]:
        return (None, True) if any(unknown for _, unknown in parts) else (made(), False)

    def _text(self, template: Template) -> str:
        return "".join(as_text(self._value(part)[0]) for part in template.parts)

    def _reference(self, reference: Reference) -> tuple[Any, Any]:
        if not self._is_there or not reference.attribute:
            return None, True
        made_up = f"{reference.attribute}-of-{reference.target}"
        if reference.attribute.endswith("arn"):
            service = reference.target.partition("_")[2].partition("_")[0]
            made_up = f"arn:aws:{service}:eu-west-1:111122223333:{reference.target}"
        self.of_aws.append((reference.target, reference.attribute, made_up))
        return made_up, False
