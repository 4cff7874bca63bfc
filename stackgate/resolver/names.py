"""The names that an expression can use at one place of a configuration, and what a string comes to with them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from stackgate.expression import evaluate
from stackgate.values import Encoded, Template, Unresolved, references_in

BY_ITSELF = "defined by itself"


class Names(ABC):
    """Evaluates strings with the names of one place, each string once.

    `place` names it in what is unresolved, so that one expression at two places is not taken for one value.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self._memo: dict[str, Any] = {}
        self._open: set[str] = set()

    @abstractmethod
    def look_up(self, steps: list[str]) -> Any:
        """What a traversal such as `["var", "x"]` stands for."""

    def evaluate(self, text: str) -> Any:
        """What a string of the configuration comes to."""
        if "${" not in text and "%{" not in text:
            return text
        return self.once(text, lambda: _placed(evaluate(text, self.look_up), text, self.place))

    def deep(self, value: Any) -> Any:
        """A value of the configuration with every string in it evaluated."""
        if isinstance(value, str):
            return self.evaluate(value)
        if isinstance(value, dict):
            return self._object(value)
        return [self.deep(item) for item in value] if isinstance(value, list) else value

    def _object(self, value: dict[str, Any]) -> Any:
        """An object, whose keys are templates too."""
        found: dict[str, Any] = {}
        for written, item in value.items():
            key = self.evaluate(written)
            key = key.final() if isinstance(key, Unresolved) else key
            if not isinstance(key, str):
                return Unresolved(written, tuple(references_in(key)), "a key of an object that is not known")
            found[key] = self.deep(item)
        return found

    def once(self, name: str, work: Callable[[], Any]) -> Any:
        """The result of `work`, kept under a name; asked for while it is being worked out, it is defined by itself."""
        if name not in self._memo:
            if name in self._open:
                return Unresolved(name.removeprefix("${").removesuffix("}"), (), BY_ITSELF, may_be_null=True)
            self._open.add(name)
            try:
                self._memo[name] = work()
            finally:
                self._open.discard(name)
        return self._memo[name]


class Inner(Names):
    """The names of a place around it, and a few more: `count`, `each`, or the iterator of a dynamic block."""

    def __init__(self, own: Mapping[str, Any], outer: Names, place: str) -> None:
        super().__init__(place)
        self._own = own
        self._outer = outer
        self._uses_own = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, own))})(?![\w-])").search

    def evaluate(self, text: str) -> Any:
        """What a string comes to; one that uses none of the own names is the outer place's."""
        return super().evaluate(text) if self._uses_own(text) else self._outer.evaluate(text)

    def look_up(self, steps: list[str]) -> Any:
        """What a traversal stands for."""
        if steps[0] in self._own:
            return descend(self._own[steps[0]], steps[1:], ".".join(steps))
        return self._outer.look_up(steps)


def descend(value: Any, steps: list[str], expression: str) -> Any:
    """The part of a value that the rest of a traversal names."""
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, Unresolved):
            return Unresolved(expression, value.references, value.reason, value.may_be_null)
        elif isinstance(value, dict) and step == "0":
            continue  # a block written as an object is a list of one
        else:
            return Unresolved(expression, (), "not a part of what it names", may_be_null=True)
    return value


def _placed(value: Any, text: str, place: str) -> Any:
    """A value in which the place is named beside each expression of the text that could not be worked out."""
    if not place:
        return value
    if isinstance(value, list):
        return type(value)(_placed(item, text, place) for item in value)
    if isinstance(value, dict):
        return type(value)((key, _placed(item, text, place)) for key, item in value.items())
    if isinstance(value, Template):
        return Template(tuple(_placed(part, text, place) for part in value.parts))
    if isinstance(value, Encoded):
        return Encoded(f"{value.expression} in {place}", value.value)
    if type(value) is Unresolved and value.expression in text:
        expression = f"{value.expression} in {place}"
        return Unresolved(expression, value.references, value.reason, value.may_be_null)
    return value
