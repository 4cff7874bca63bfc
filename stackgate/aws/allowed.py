"""What AWS takes for an attribute: words, a range, a pattern; and whether a value is of these."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from stackgate.aws import model
from stackgate.spelling import suggestion
from stackgate.values import as_text

FEW = 16
"""So many words fit into a message."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one attribute takes; `stackgate.aws.compiler` says what each field means."""

    words: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    multiple: float | None = None
    pattern: str | None = None
    means: str = ""
    also: tuple[str, ...] = ()
    newer: str | None = None
    any_case: bool = False
    below: str | None = None
    not_above: str | None = None

    def problem(self, value: Any) -> str | None:
        """What is wrong with a known value, or None. A number may be written as a string.

        Nothing is wrong with a value of another kind than the attribute's, which is the schema's to judge.
        """
        text = _plain(value)
        if text in self.also:
            return None
        if self.words:
            return self._as_word(text)
        if self.pattern is not None:
            return None if re.fullmatch(self.pattern, text) else f"{text!r} is not {self.means}"
        return self._as_number(text)

    def _as_word(self, text: str) -> str | None:
        known = (text.lower() in map(str.lower, self.words)) if self.any_case else text in self.words
        if known or (self.newer is not None and re.fullmatch(self.newer, text)):
            return None
        words = dict.fromkeys((*self.words, *self.also))
        listed = f"; there are {', '.join(words)}" if len(words) <= FEW else ""
        return f"{text!r} does not exist{suggestion(text, words)}{listed}"

    def _as_number(self, text: str) -> str | None:
        number = as_number(text)
        if number is None:
            return None
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            return f"{number:g} is not {self._range()}"
        if self.multiple and number % self.multiple:
            return f"{number:g} is no multiple of {self.multiple:g}{self._exceptions()}"
        return None

    def _range(self) -> str:
        if self.least is None or self.most is None:
            bound = f"at least {self.least:g}" if self.least is not None else f"at most {self.most:g}"
        else:
            bound = f"between {self.least:g} and {self.most:g}"
        return bound + self._exceptions()

    def _exceptions(self) -> str:
        return f", nor {' or '.join(self.also)}" if self.also else ""


def as_number(value: Any) -> float | None:
    """A number, also where it is written as a string; None where it is none."""
    try:
        return float(value)
    except (OverflowError, TypeError, ValueError):
        return None


def types() -> tuple[str, ...]:
    """The resource types of which some attribute's values are known."""
    return tuple(model.compiled()["attributes"])


@cache
def allowed(kind: str) -> Mapping[tuple[str, ...], Allowed]:
    """What the attributes of a resource type take, by their path: the blocks that they lie in, then their name."""
    return {tuple(path.split(".")): _read(said) for path, said in model.compiled()["attributes"][kind].items()}


def _read(said: str | Mapping[str, Any]) -> Allowed:
    fields: dict[str, Any] = {"shape": said} if isinstance(said, str) else dict(said)
    shape = fields.pop("shape", None)
    if shape is not None:
        fields |= _of_shape(*shape.split(":"))
    for name in ("words", "also"):
        fields[name] = tuple(map(_plain, fields.get(name, ())))
    return Allowed(any_case=fields.pop("case", None) == "any", **fields)


def _of_shape(service: str, name: str) -> dict[str, Any]:
    shape = model.shape(service, name)
    if "enum" in shape:
        return {"words": shape["enum"]}
    return {"least": shape.get("min"), "most": shape.get("max")}


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else as_text(value)
