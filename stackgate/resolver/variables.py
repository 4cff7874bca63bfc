"""A variable's type constraint, as far as it changes a value: `"5"` with type number is 5, `optional` fills in.

Source: Terraform's documentation, "Type Constraints". A value that does not fit is Terraform's error, not known here.
"""

from __future__ import annotations

import re
from typing import Any

from stackgate.expression import evaluate
from stackgate.expression.budget import Budget
from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.value_type import convert
from stackgate.values import Unresolved

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\w-]+|[(){}\[\],=:]|[^\s]')
_COLLECTIONS = ("list", "set", "map")


class TypeFault(Exception):
    """A type constraint that cannot be read."""


Declared = Any
"""A primitive's name, a pair of `list`, `set` or `map` and the items' type, or for an object a dict of its members: the
type of each and the text of its default, None where it must be there."""


def as_declared(value: Any, constraint: Any, expression: str) -> Any:
    """A value as a variable of this type holds it; `constraint` is its text.

    What is not known stays as it is, and so does everything where the constraint cannot be read.
    """
    if not isinstance(constraint, str) or value is None:
        return value
    try:
        declared = read_type(constraint)
        with Budget():
            return convert(_with_defaults(value, declared), _plain(declared))
    except TypeFault:
        return value
    except NotKnown as unknown:
        return Unresolved(expression, unknown.references, unknown.reason, may_be_null=True)
    except Refused:
        return Unresolved(expression, (), "a value that does not fit the type of its variable", may_be_null=True)


def is_type(constraint: str) -> bool:
    """Whether a text is a type constraint."""
    try:
        read_type(constraint)
    except TypeFault:
        return False
    return True


def default_fault(constraint: str, default: Any) -> str | None:
    """What is wrong with a type constraint, or with a default under it; None where nothing is."""
    try:
        with Budget():
            declared = read_type(constraint)
            convert(_with_defaults(default, declared), _plain(declared))
    except TypeFault:
        return "is no type that Terraform knows"
    except Refused as fault:
        return f"does not fit the variable's type {constraint}: {fault}"
    except NotKnown:
        pass
    return None


def read_type(constraint: str) -> Declared:
    """The type that a constraint's text means. Raises TypeFault where it cannot be read."""
    text = constraint.strip().removeprefix("${").removesuffix("}") if constraint.startswith("${") else constraint
    tokens = _TOKEN.findall(text)
    try:
        found = _read(tokens)
    except (IndexError, RecursionError):
        raise TypeFault(constraint) from None
    if tokens:
        raise TypeFault(constraint)
    return found


def _read(tokens: list[str]) -> Declared:
    word = tokens.pop(0)
    if word in _COLLECTIONS and tokens[:1] == ["("]:
        _expect(tokens, "(")
        items = _read(tokens)
        _expect(tokens, ")")
        return word, items
    if word == "object":
        return _read_object(tokens)
    if word in _COLLECTIONS:
        return word, "any"
    if word in ("string", "number", "bool", "any"):
        return word
    raise TypeFault(word)


def _read_object(tokens: list[str]) -> Declared:
    _expect(tokens, "(")
    _expect(tokens, "{")
    members: dict[str, tuple[Declared, str | None]] = {}
    while tokens[0] != "}":
        name = tokens.pop(0).strip('"')
        if tokens.pop(0) not in ("=", ":"):
            raise TypeFault(name)
        default: str | None = None
        if tokens[0] == "optional":
            del tokens[0]
            _expect(tokens, "(")
            kind = _read(tokens)
            default = "null"
            if tokens[0] == ",":
                del tokens[0]
                default = _up_to_the_end(tokens)
            _expect(tokens, ")")
        else:
            kind = _read(tokens)
        members[name] = kind, default
        if tokens[0] == ",":
            del tokens[0]
    _expect(tokens, "}")
    _expect(tokens, ")")
    return members


def _up_to_the_end(tokens: list[str]) -> str:
    """The text of an argument up to the bracket that closes its call."""
    depth, taken = 0, []
    while depth or tokens[0] != ")":
        token = tokens.pop(0)
        depth += (token in "({[") - (token in ")}]")
        taken.append(token)
    return " ".join(taken)


def _expect(tokens: list[str], token: str) -> None:
    if tokens.pop(0) != token:
        raise TypeFault(token)


def _with_defaults(value: Any, declared: Declared) -> Any:
    """A value with what `optional` puts where an object has no such member, or null."""
    if isinstance(declared, dict) and isinstance(value, dict):
        return {name: _member(value, name, *member) for name, member in declared.items() if _has(value, name, *member)}
    if isinstance(declared, tuple) and isinstance(value, dict):
        return type(value)((key, _with_defaults(item, declared[1])) for key, item in value.items())
    if isinstance(declared, tuple) and isinstance(value, list):
        return type(value)(_with_defaults(item, declared[1]) for item in value)
    return value


def _has(value: dict[str, Any], name: str, _: Declared, default: str | None) -> bool:
    return name in value or default is not None


def _member(value: dict[str, Any], name: str, declared: Declared, default: str | None) -> Any:
    given = value.get(name)
    if given is None and default is not None:
        given = evaluate(f"${{{default}}}", _no_names)
    return _with_defaults(given, declared)


def _no_names(steps: list[str]) -> Any:
    return Unresolved(".".join(steps), (), "not allowed in a default")


def _plain(declared: Declared) -> Any:
    """The type without the defaults."""
    if isinstance(declared, dict):
        return "object", {name: _plain(inner) for name, (inner, _) in declared.items()}
    return (declared[0], _plain(declared[1])) if isinstance(declared, tuple) else declared
