"""Values that are not known before the deploy, and what a rule may do with them.

A reference is a value: it is true, has a target and an attribute, and can be followed and compared. Only *using* what
is not known (comparing it with a literal, parsing it, branching on it) raises Undecidable, which ends the rule's
judgement of that resource as unknown. So a rule is written as if everything were known, and cannot guess by accident.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from typing import Any, NoReturn, Self, TypeVar

from stackgate.number import number_text

MISSING: Any = object()
IDENTITIES = frozenset({"id", "arn", "name", "url"})
"""Attributes that differ between any two resources, so that references to them can be compared."""


class Undecidable(Exception):
    """A rule used what is not known before the deploy; the text says what, and why it is not known."""


class Unresolved:
    """A value written as an expression whose result is not known.

    `expression` is its source, `references` what it refers to, `reason` why it is not known. `may_be_null` tells that
    not even its being set is known, as with a variable without default. `planned` is what a plan tells of it, or
    MISSING: a rule that uses the value gets that; one that follows it finds the same references as without a plan.
    """

    __slots__ = ("expression", "may_be_null", "planned", "reason", "references")

    def __init__(
        self,
        expression: str,
        references: tuple[Reference, ...] = (),
        reason: str = "known only after the deploy",
        may_be_null: bool = False,
    ) -> None:
        self.expression = expression
        self.references = references
        self.reason = reason
        self.may_be_null = may_be_null
        self.planned: Any = MISSING

    def final(self) -> Any:
        """The literal that this value comes to where the configuration tells it, else a value that is unresolved."""
        return self

    def as_planned(self) -> Any:
        """The literal that a plan tells for this value, or MISSING."""
        return self.planned

    def with_plan(self, planned: Any) -> Self:
        """The same value, of which a plan tells what it comes to."""
        told = copy(self)
        told.planned = planned
        return told

    def undecidable(self) -> NoReturn:
        """Raise Undecidable for a use of this value."""
        raise Undecidable(f"depends on {self}, which is {self.reason}")

    def __str__(self) -> str:
        return f"${{{self.expression}}}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or not any(hasattr(kind, name) for kind in (str, list, dict)):
            raise AttributeError(name)
        return getattr(known(self), name)


def settled(value: Any) -> Any:
    """The literal that a value comes to by the configuration or by the plan, else what stands at its end."""
    if not isinstance(value, Unresolved):
        return value
    final = value.final()
    for told in (value, final):
        if isinstance(final, Unresolved) and told.as_planned() is not MISSING:
            return told.as_planned()
    return final


def known(value: Any) -> Any:
    """The literal that a value comes to. Raises Undecidable where it is not known before the deploy."""
    final = settled(value)
    return final.undecidable() if isinstance(final, Unresolved) else final


USES: dict[str, Callable[..., Any]] = {
    "__int__": int,
    "__float__": float,
    "__len__": len,
    "__iter__": iter,
    "__index__": operator.index,
    "__contains__": operator.contains,
    "__getitem__": operator.getitem,
    "__lt__": operator.lt,
    "__le__": operator.le,
    "__gt__": operator.gt,
    "__ge__": operator.ge,
    "__add__": operator.add,
    "__radd__": lambda right, left: left + right,
    "__sub__": operator.sub,
    "__mul__": operator.mul,
    "__truediv__": operator.truediv,
    "__mod__": operator.mod,
    "__neg__": operator.neg,
    "__hash__": hash,
}
"""What Python does to a value on a rule's behalf."""


def _on_known_value(use: Callable[..., Any]) -> Callable[..., Any]:
    def used(self: Unresolved, *operands: Any) -> Any:
        return use(known(self), *operands)

    return used


USES |= {"__bool__": bool, "__eq__": operator.eq, "__ne__": operator.ne}
for _name, _use in USES.items():
    setattr(Unresolved, _name, _on_known_value(_use))


class Reference(Unresolved):
    """An attribute of another resource: `target` is its address, `attribute` the path below it (`arn`, `ids.0`).

    `value` is what the target's configuration gives for the attribute, or MISSING where only AWS knows it.
    """

    __slots__ = ("attribute", "target", "value")

    def __init__(self, target: str, attribute: str, expression: str, value: Any = MISSING) -> None:
        super().__init__(expression, ())
        self.references = (self,)
        self.target = target
        self.attribute = attribute
        self.value = value

    def final(self) -> Any:
        """What stands at the end of a chain of references: a literal, or the last reference itself."""
        seen: Any = self
        while isinstance(seen, Reference) and seen.value is not MISSING:
            seen = seen.value
        return seen.final() if isinstance(seen, Unresolved) and not isinstance(seen, Reference) else seen

    def __bool__(self) -> bool:
        final = self.final()
        return True if isinstance(final, Reference) else bool(final)

    def __eq__(self, other: object) -> bool:
        mine = self.final()
        theirs = other.final() if isinstance(other, Reference) else other
        if theirs is None:
            return mine is None
        if isinstance(mine, Reference) and isinstance(theirs, Reference):
            if mine.target == theirs.target and mine.attribute == theirs.attribute:
                return True
            if mine.target != theirs.target and {mine.attribute, theirs.attribute} <= IDENTITIES:
                return False
            return bool(known(mine) == known(theirs))
        if isinstance(mine, Reference):
            return bool(known(mine) == theirs)
        return bool(mine == theirs)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = Unresolved.__hash__  # Python drops the inherited one where __eq__ is defined


class Template(Unresolved):
    """A string with expressions in it: `parts` are literal strings and unresolved values, in order.

    `size` is how many parts there are once those that are templates themselves are followed, `depth` how far that goes.
    `document` is the JSON that it makes, MISSING until somebody has parsed it.
    """

    __slots__ = ("_final", "_told", "depth", "document", "parts", "size")

    def __init__(self, parts: tuple[Any, ...]) -> None:
        inner = [part for part in parts if isinstance(part, Unresolved)]
        references = tuple(reference for part in inner for reference in part.references)
        super().__init__("".join(str(part) for part in parts), references, inner[0].reason)
        self.parts = parts
        self._final: Any = MISSING
        self._told: tuple[Any, ...] = ()
        self.document: Any = MISSING
        finals = [part for part in self._finals() if isinstance(part, Template)]
        self.size: int = len(parts) + sum(template.size for template in finals)
        self.depth: int = 1 + max((template.depth for template in finals), default=0)

    def __str__(self) -> str:
        return self.expression

    def final(self) -> Any:
        # Kept: a chain of templates, each with the one before in it twice, doubles the work at each step.
        if self._final is MISSING:
            parts = self._finals()
            is_open = any(isinstance(part, Unresolved) for part in parts)
            self._final = self if is_open else "".join(map(as_text, parts))
        return self._final

    def as_planned(self) -> Any:
        """The literal that a plan tells for this value or for all its parts, or MISSING."""
        if self.planned is not MISSING:
            return self.planned
        if not self._told:  # kept for the same reason as what `final` gives
            parts = [settled(part) for part in self.parts]
            is_open = any(isinstance(part, Unresolved) for part in parts)
            self._told = (MISSING if is_open else "".join(map(as_text, parts)),)
        return self._told[0]

    def _finals(self) -> list[Any]:
        return [part.final() if isinstance(part, Unresolved) else part for part in self.parts]

    def _literal_end(self, parts: list[Any]) -> str:
        return "" if isinstance(parts[0], Unresolved) else as_text(parts[0])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Template) and other.expression == self.expression:
            return True
        if isinstance(other, str) and not self.may_be(other):
            return False
        return bool(known(self) == other)

    def may_be(self, text: str) -> bool:
        """Whether the literal parts stand in a text one after the other, the first at its start if it is literal, the
        last at its end. A regular expression would try every way to lay them out."""
        parts = self._finals()
        head, tail = self._literal_end(parts), self._literal_end(parts[::-1])
        if not any(isinstance(part, Unresolved) for part in parts):
            return "".join(map(as_text, parts)) == text
        if len(head) + len(tail) > len(text) or not (text.startswith(head) and text.endswith(tail)):
            return False
        position, end = len(head), len(text) - len(tail)
        inner = parts[1 if head else 0 : len(parts) - 1 if tail else len(parts)]
        for literal in (as_text(part) for part in inner if not isinstance(part, Unresolved)):
            found = text.find(literal, position, end)
            if found < 0:
                return False
            position = found + len(literal)
        return True

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = Unresolved.__hash__

    def __bool__(self) -> bool:
        return any(isinstance(part, str) and part for part in self.parts) or bool(known(self))

    def startswith(self, prefix: str) -> bool:
        """As str.startswith, where the literal beginning decides it."""
        head = self._literal_end(self._finals())
        if head.startswith(prefix) or not prefix.startswith(head):
            return head.startswith(prefix)
        return str(known(self)).startswith(prefix)

    def endswith(self, suffix: str) -> bool:
        """As str.endswith, where the literal end decides it."""
        tail = self._literal_end(self._finals()[::-1])
        if tail.endswith(suffix) or not suffix.endswith(tail):
            return tail.endswith(suffix)
        return str(known(self)).endswith(suffix)

    def __contains__(self, text: object) -> bool:
        return any(isinstance(part, str) and str(text) in part for part in self.parts) or str(text) in known(self)


class Encoded(Unresolved):
    """The result of `jsonencode` where some of what it encodes is not known; `value` is what was encoded."""

    __slots__ = ("value",)

    def __init__(self, expression: str, value: Any) -> None:
        super().__init__(expression, tuple(references_in(value)))
        self.value = value


class Computed(Unresolved):
    """What an expression makes of references whose configured values tell it; `value` is the result."""

    __slots__ = ("value",)

    def __init__(self, expression: str, references: tuple[Reference, ...], value: Any) -> None:
        super().__init__(expression, references)
        self.value = value

    def final(self) -> Any:
        return self.value


def as_text(value: Any) -> str:
    """A known value as Terraform writes it into a string: `true`, `1`, `0.5`, `text`."""
    if isinstance(value, bool):
        return str(value).lower()
    return number_text(value) if isinstance(value, (int, float)) else str(value)


def references_in(value: Any) -> Iterator[Reference]:
    """Every reference in a value, however deep it lies in maps, lists and templates."""
    if isinstance(value, Unresolved):
        yield from value.references
    elif isinstance(value, dict):
        for item in value.values():
            yield from references_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from references_in(item)


Part = TypeVar("Part")
Said = TypeVar("Said")


def each(say: Callable[[Part], Iterable[Said]], parts: Iterable[Part]) -> Iterator[Said]:
    """What is to be said of each part in turn; one of which it is not known keeps nobody from judging the others.

    Raises Undecidable at the end where it was raised for one of them.
    """
    undecided: Undecidable | None = None
    for part in parts:
        try:
            yield from say(part)
        except Undecidable as undecidable:
            undecided = undecided or undecidable
    if undecided:
        raise undecided
