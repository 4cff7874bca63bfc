"""A resource's body as plain JSON for its JSON Schema: what is known filled in, what is not left as it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from stackgate.block import Evaluate
from stackgate.expression import REFUSED, evaluate, traversals
from stackgate.provider_schema.model import BlockType
from stackgate.provider_schema.problem import Problem
from stackgate.resolver.scope import NOT_DECLARED
from stackgate.values import Unresolved

_LITERAL = frozenset({"count", "depends_on", "for_each", "lifecycle", "provider"})
"""Terraform's own arguments, which it reads before it evaluates anything, or of which the resolver has told already."""

_OWN = frozenset({"var", "local", "each", "count"})
"""What a value may rest on and still be this resource's own, and not what another one is given."""


class Written(NamedTuple):
    """A body as it is written, how its strings are evaluated, and what may stand in it."""

    body: Mapping[str, Any]
    evaluate: Evaluate
    kind: BlockType


def instance(written: Written, faults: list[Problem]) -> Any:
    """The plain JSON of a body; what is wrong with its expressions themselves is added to `faults`.

    Nulls stay, because a required argument may not be null. What is not known stands as `${...}`, which a JSON Schema
    of the provider takes for a value of any type, and so does what rests on another resource: that is judged there.
    """
    own = {name: value for name, value in written.body.items() if name in _LITERAL}
    rest = {name: value for name, value in written.body.items() if name not in _LITERAL}
    return _Plain(written.evaluate, faults).block(rest, written.kind, "") | own


class _Plain:
    def __init__(self, evaluate: Evaluate, faults: list[Problem]) -> None:
        self._evaluate = evaluate
        self._faults = faults

    def block(self, body: Mapping[str, Any], kind: BlockType, above: str) -> dict[str, Any]:
        """The body of a block. An expression in the place of a block stays one: Terraform takes none there."""
        plain: dict[str, Any] = {}
        for name, value in body.items():
            nested = kind.blocks.get(name)
            if _is_literal(value):
                plain[name] = value
            elif nested is None:
                plain[name] = self.value(value, f"{above}{name}")
            elif isinstance(value, dict):
                plain[name] = self.block(value, nested.block, f"{above}{name}.")
            elif isinstance(value, list):
                plain[name] = [
                    self.block(item, nested.block, f"{above}{name}[{index}].") if isinstance(item, dict) else item
                    for index, item in enumerate(value)
                ]
            else:
                plain[name] = value
        plain.pop("//", None)
        return plain

    def value(self, value: Any, path: str) -> Any:
        """The value of an attribute."""
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, dict):
            return {name: self.value(item, f"{path}.{name}") for name, item in value.items() if name != "//"}
        if isinstance(value, list):
            return [
                item if _is_literal(item) else self.value(item, f"{path}[{index}]") for index, item in enumerate(value)
            ]
        return value

    def _text(self, text: str, path: str) -> Any:
        if _is_literal(text):
            return text
        if all(traversal[0] in _OWN for traversal in traversals(text)):
            return self._known(self._evaluate(text), path)
        value = self._evaluate(text)
        if _is_nowhere(value):
            self._known(value, path)
        elif _is_refused(value):
            self._known(evaluate(text, self._own), path)
        return text

    def _own(self, steps: list[str]) -> Any:
        """What a traversal stands for where nothing is known of other resources, as when Terraform validates."""
        if steps[0] not in _OWN:
            return Unresolved(".".join(steps), (), "another resource's", may_be_null=True)
        keys = "".join(f"[{json.dumps(step)}]" for step in steps[2:])
        return self._evaluate(f"${{{'.'.join(steps[:2])}{keys}}}")

    def _known(self, value: Any, path: str) -> Any:
        """What a string was evaluated to, without what is no JSON."""
        if isinstance(value, Unresolved):
            if _is_refused(value) or _is_nowhere(value):
                self._faults.append(Problem(f"holds what Terraform cannot evaluate, {value.reason}", path))
            return str(value)
        if isinstance(value, dict):
            return {name: self._known(item, path) for name, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._known(item, path) for item in value]
        return value


def _is_literal(value: Any) -> bool:
    """Whether a value stands for itself: no expression is in it, and nothing that may hold one."""
    if isinstance(value, str):
        return "${" not in value and "%{" not in value
    return not isinstance(value, (dict, list))


def _is_refused(value: Any) -> bool:
    return isinstance(value, Unresolved) and value.reason.startswith(REFUSED)


def _is_nowhere(value: Any) -> bool:
    """Whether a value is not known because what it names is not declared: told here for modules and their outputs."""
    return isinstance(value, Unresolved) and value.reason in NOT_DECLARED
