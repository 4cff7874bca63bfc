"""A map of attributes as rules read it: resolved when it is first asked for, and what is null counts as not set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from stackgate.embedded import parse_document
from stackgate.values import Reference, Template, Undecidable, Unresolved, as_text, known, references_in

Evaluate = Callable[[str], Any]
"""Turns a string as it stands in the document into what it evaluates to."""


def literally(text: str) -> str:
    """The evaluation of what holds no expressions, or none any more."""
    return text


class Scoped(dict[str, Any]):
    """A map of attributes that has an evaluation of its own: a block that a dynamic block made."""

    def __init__(self, raw: Mapping[str, Any], evaluate: Evaluate) -> None:
        super().__init__(raw)
        self.evaluate = evaluate


class Block:
    """A map of attributes, each resolved when it is first read. What is null counts as not set.

    Reading an attribute whose very presence is not known (a variable without default) raises Undecidable. The names of
    the attributes that are read go into `reads`, in order, while that is a dict.
    """

    def __init__(self, raw: Mapping[str, Any], evaluate: Evaluate = literally) -> None:
        self.raw = raw
        self.reads: dict[str, None] | None = None
        self._evaluate = evaluate
        self._seen: dict[str, Any] = {}
        self._documents: dict[str, Any] = {}

    def evaluate(self, text: str) -> Any:
        """What a string of this block evaluates to."""
        return self._evaluate(text)

    def peek(self, name: str) -> Any:
        """The attribute's value, None where it is not set; unlike `block[name]` it never raises."""
        if self.reads is not None:
            self.reads[name] = None
        seen = self._seen
        if name in seen:
            return seen[name]
        value = seen[name] = _wrap(self.raw.get(name), self._evaluate)
        return value

    def __getitem__(self, name: str) -> Any:
        value = self.peek(name)
        if isinstance(value, Unresolved) and value.may_be_null:
            value.undecidable()
        if "dynamic" in self.raw and name in self.dynamic:
            raise Undecidable(f"depends on the dynamic block {name}, which is not expanded")
        return value

    @property
    def dynamic(self) -> list[str]:
        """The names of the dynamic blocks that are not expanded: Terraform's JSON takes an object or a list of them.

        Their blocks come beside those that are written out, so what is written out is not all there is.
        """
        value = self.raw.get("dynamic")
        parts = value if isinstance(value, list) else [value]
        return [name for part in parts if isinstance(part, dict) for name in part]

    def get(self, name: str, default: Any = None) -> Any:
        """The attribute's value, or `default` where it is not set."""
        value = self[name]
        return default if value is None else value

    def __contains__(self, name: str) -> bool:
        return self[name] is not None

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.raw if name != "//" and self.peek(name) is not None)

    def items(self) -> Iterator[tuple[str, Any]]:
        """The attributes that are set, with their values."""
        for name in self.raw:
            if name != "//" and (value := self.peek(name)) is not None:
                yield name, value

    def __bool__(self) -> bool:
        return any(True for _ in self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({sorted(self)})"

    def blocks(self, name: str) -> list[Block]:
        """The nested blocks of this name: none, one written as a map, or a list of them."""
        found = self.values(name)
        for item in found:
            if not isinstance(item, Block):
                raise Undecidable(f"{name} holds {type(known(item)).__name__}, where a block belongs")
        return found

    def block(self, name: str) -> Block:
        """The first nested block of this name, or an empty one."""
        found = self.blocks(name)
        return found[0] if found else Block({})

    def values(self, name: str) -> list[Any]:
        """The attribute as a list: empty where it is not set, of one where it is a single value.

        Raises Undecidable where it is not known how many there are.
        """
        value = self[name]
        if value is None:
            return []
        if isinstance(value, Unresolved) and not isinstance(value, Template):
            value = _wrap(known(value), literally)
        return list(value) if isinstance(value, list) else [value]

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean, also where it is written as a string; `default` is what the provider takes where it is not set."""
        value = self.get(name, default)
        return bool(value == True or value in ("true", "1"))  # noqa: E712 - an unresolved value must be compared

    def number(self, name: str) -> float | None:
        """A number, also where it is written as a string; None where it is not set or no number at all."""
        value = self[name]
        if value is None:
            return None
        try:
            return float(value)
        except (OverflowError, TypeError, ValueError):
            return None

    def text(self, name: str) -> str | None:
        """A string that is fully known, or None where it is not set."""
        value = known(self[name])
        return None if value is None else as_text(value)

    def document(self, name: str) -> Any:
        """The JSON document in a string attribute, with references in place, or None where the attribute is not set.

        Objects come as Block. Raises Undecidable where the text is not known or is not JSON.
        """
        value = self[name]
        if value is None:
            return None
        if name not in self._documents:
            self._documents[name] = _wrap(parse_document(value), literally)
        document = self._documents[name]
        return list(document) if isinstance(document, list) else document

    def references(self, name: str | None = None) -> list[Reference]:
        """Every reference in the attribute, or in all of them."""
        names = [name] if name else [name for name in self.raw if name != "//"]
        if self.reads is not None:
            self.reads.update(dict.fromkeys(names))
        return self._references_in(names)

    def _references_in(self, names: Iterable[str]) -> list[Reference]:
        found: list[Reference] = []
        for name in names:
            _gather_references(self.raw.get(name), self._evaluate, found)
        return found


def _wrap(value: Any, evaluate: Evaluate) -> Any:
    if isinstance(value, str):
        if "${" not in value and "%{" not in value:
            return value
        evaluated = evaluate(value)
        return evaluated if isinstance(evaluated, str) else _wrap(evaluated, literally)
    if isinstance(value, dict):
        return Block(value, value.evaluate if isinstance(value, Scoped) else evaluate)
    if isinstance(value, list):
        return [_wrap(item, evaluate) for item in value if item is not None]
    return value


def _gather_references(value: Any, evaluate: Evaluate, found: list[Reference]) -> None:
    if isinstance(value, str):
        if "${" in value or "%{" in value:
            found.extend(references_in(evaluate(value)))
    elif isinstance(value, dict):
        inside = value.evaluate if isinstance(value, Scoped) else evaluate
        for item in value.values():
            _gather_references(item, inside, found)
    elif isinstance(value, list):
        for item in value:
            _gather_references(item, evaluate, found)
    elif isinstance(value, (Unresolved, tuple)):
        found.extend(references_in(value))
