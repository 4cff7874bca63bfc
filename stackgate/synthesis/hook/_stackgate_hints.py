"""The types that the bindings declare: what they are made of, how they are called in a message, a value that fits.

Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import collections.abc
import datetime
import inspect
import typing
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from _stackgate_stand_in import TEXT, StandIn

SCALARS = {str: "a str", int: "a number", float: "a number", bool: "a bool", datetime.datetime: "a datetime"}
SEQUENCES = (collections.abc.Sequence, list)
MAPPINGS = (collections.abc.Mapping, dict)

scope_maker: list[Callable[[], Any]] = []
"""At most one function that makes a construct for others to stand in, where their own could not be made."""


def alternatives(hint: Any) -> list[Any]:
    """The members of a union, nested ones too."""
    if typing.get_origin(hint) is typing.Union:
        return [item for part in typing.get_args(hint) for item in alternatives(part)]
    return [hint]


def structs_of(kinds: list[Any]) -> list[Any]:
    return [kind for kind in kinds if isinstance(kind, type) and hasattr(kind, "__jsii_name_mapping__")]


def sequence_of(kinds: list[Any]) -> Any:
    """The list among the alternatives, None if there is none."""
    return next((kind for kind in kinds if typing.get_origin(kind) in SEQUENCES), None)


def mapping_of(kinds: list[Any]) -> Any:
    return next((kind for kind in kinds if typing.get_origin(kind) in MAPPINGS), None)


def element_of(sequence: Any) -> Any:
    return (typing.get_args(sequence) or (Any,))[0]


@lru_cache(maxsize=4096)
def required(struct: Any) -> tuple[str, ...]:
    """The keywords that a struct cannot do without."""
    parameters = inspect.signature(struct.__init__).parameters.values()
    return tuple(item.name for item in parameters if item.name != "self" and item.default is inspect.Parameter.empty)


@lru_cache(maxsize=4096)
def hints_of(function: Any) -> dict[str, Any]:
    """The declared types of a function's parameters; empty where they cannot be resolved."""
    try:
        return typing.get_type_hints(function)
    except Exception:
        return {}


def named(struct: Any) -> str:
    """A struct's name and the module that it is imported from."""
    return f"{struct.__name__} (from {struct.__module__})"


def kind_of(value: Any) -> str:
    """What a value is, without the value, which may be a secret."""
    if isinstance(value, str) and "TfToken[" in value:
        return "a token of type str"
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOaeio' else 'a'} {name}"


def described(hint: Any) -> str:
    """What a declared type takes, in words."""
    kinds = alternatives(hint)
    if Any in kinds:
        return "any value"
    structs, sequence = structs_of(kinds), sequence_of(kinds)
    words = [SCALARS[kind] for kind in kinds if kind in SCALARS]
    if sequence is not None:
        of = structs_of(alternatives(element_of(sequence)))
        words.append(f"a list of {named(of[0]) if of else described(element_of(sequence)).split(' ', 1)[-1]}")
    if structs:
        words.append(f"an object, {named(structs[0])}")
    elif mapping_of(kinds) is not None:
        words.append("a map")
    others = [kind for kind in kinds if isinstance(kind, type) and kind not in SCALARS and kind not in structs]
    words = words or [f"a {kind.__name__}" for kind in others if kind is not type(None)]
    return " or ".join(dict.fromkeys(words)) or "another type"


def accepts(kind: Any, value: Any) -> bool:
    """Whether an object of the bindings is of the declared kind."""
    if not isinstance(kind, type):
        return typing.get_origin(kind) is None
    if getattr(kind, "_is_protocol", False):
        # jsii's interfaces are protocols that Python cannot check at run time.
        return all(hasattr(type(value), name) for name in vars(kind) if not name.startswith("_"))
    return isinstance(value, kind)


def placeholder(hint: Any) -> Any:
    """A value that fits a declared type."""
    kinds = alternatives(hint)
    if type(None) in kinds:
        return None
    for kind, value in ((str, TEXT), (bool, True), (int, 1), (float, 1)):
        if kind in kinds:
            return value
    structs = structs_of(kinds)
    if sequence_of(kinds) is not None:
        return []
    if structs:
        return made(structs[0], {})
    if mapping_of(kinds) is not None:
        return {}
    if scope_maker and any(getattr(kind, "__jsii_type__", "") == "constructs.Construct" for kind in kinds):
        return scope_maker[0]()
    return StandIn()


def made(struct: Any, keywords: dict[str, Any]) -> Any:
    """A struct, with what it requires filled in."""
    hints = hints_of(struct.__init__)
    missing = {name: placeholder(hints.get(name, Any)) for name in required(struct) if name not in keywords}
    try:
        return struct(**keywords, **missing)
    except Exception:
        return StandIn()
