"""What of the values that the app gives to jsii never arrives, because a plain dict stands where a struct belongs.

The bindings turn a dict that is a keyword's value into its struct. A dict inside a list stays a dict: jsii takes of it
the keys that the struct declares under their JavaScript names, and leaves out all others without a word.
Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import collections.abc
import sys
import typing
from collections.abc import Callable, Iterator
from typing import Any

Hint = typing.Tuple[Any, typing.Dict[str, Any]]  # noqa: UP006  # Python 3.8
"""A declared type, and the module's names in which its forward references are looked up."""

UNKNOWN: Hint = (Any, {})


def watched_invoke(invoke: Callable[..., Any], watch: Watch) -> Callable[..., Any]:
    """`jsii.invoke`, noting what of a method's arguments never arrives. Properties take no dict: the bindings check."""

    def invoke_and_note(target: Any, method: str, args: Any = None) -> Any:
        result = invoke(target, method, args)
        try:
            if args and any(holds_dict(item) for item in args):
                watch.invoked(target, method, args, sys._getframe(1))
        except Exception as error:
            watch.record.problem(error)
        return result

    return invoke_and_note


class Watch:
    """Notes in the record which keys are dropped; `path_of` gives the path of a construct that is known, or None."""

    def __init__(self, record: Any, path_of: Callable[[Any], str | None]) -> None:
        self.record = record
        self.path_of = path_of

    def created(self, construct: str, args: Any, source: Any) -> None:
        """Looks at the arguments that an element was made with."""
        for value in args or ():
            if holds_dict(value):
                self._note(construct, source, value, UNKNOWN, "")

    def invoked(self, target: Any, method: str, args: Any, frame: Any) -> None:
        """Looks at values that are put later, into a construct or into a block of it."""
        attribute, hints = declared(type(target), method)
        # A block, such as what `bucket.rule` gives, knows the construct that it belongs to.
        jsii = sys.modules["jsii"]
        while self.path_of(target) is None:
            if not hasattr(type(target), "internal_value"):
                return
            attribute = f"{jsii.kernel.get(target, 'terraformAttribute')}.{attribute}"
            target = jsii.kernel.get(target, "terraformResource")
        for value, hint in zip(args, hints):  # noqa: B905  # Python 3.8
            self._note(self.path_of(target), self.record.innermost(frame), value, hint, attribute)

    def _note(self, construct: Any, source: Any, value: Any, hint: Hint, path: str) -> None:
        for where, keys, structs in dropped(value, hint, path):
            found = {
                "construct": construct,
                "source": source,
                "block": where,
                "keys": keys,
                "structs": [[struct.__module__, struct.__qualname__] for struct in structs],
                "known": sorted({name for struct in structs for name in struct.__jsii_name_mapping__}),
            }
            if found not in self.record.drops:
                self.record.drops.append(found)


def holds_dict(value: Any) -> bool:
    """Whether a value has a dict in it, which is worth a closer look: most have none, and this is asked of all."""
    kind = type(value)
    if kind is dict:
        return bool(value)
    if kind is list:
        return any(holds_dict(item) for item in value)
    if hasattr(kind, "__jsii_name_mapping__"):
        return any(holds_dict(item) for item in value._values.values())
    return False


def dropped(value: Any, hint: Hint, path: str) -> Iterator[tuple[str, list[str], list[Any]]]:
    """The dicts in a value that lose keys: the path to each, the keys and the structs that are declared there."""
    members = alternatives(hint)
    if hasattr(type(value), "__jsii_name_mapping__"):
        for name, item in value._values.items():
            yield from dropped(item, declared_in(type(value), name), f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        element = element_of(members, (list, collections.abc.Sequence))
        for index, item in enumerate(value):
            yield from dropped(item, element, f"{path}[{index}]")
    elif isinstance(value, dict):
        structs = [member for member, _ in members if hasattr(member, "__jsii_name_mapping__")]
        if structs:
            yield from dropped_of_dict(value, structs, path)
        else:
            element = element_of(members, (collections.abc.Mapping,))
            for key, item in value.items():
                yield from dropped(item, element, f"{path}[{key!r}]")


def dropped_of_dict(
    value: typing.Mapping[str, Any], structs: list[Any], path: str
) -> Iterator[tuple[str, list[str], list[Any]]]:
    """The same of a dict that stands where one of `structs` belongs; None is never passed on, so none is missed."""
    keys = []
    for key, item in value.items():
        for struct in structs:
            names = [name for name, known in struct.__jsii_name_mapping__.items() if known == key]
            if names:
                yield from dropped(item, declared_in(struct, names[0]), f"{path}.{names[0]}")
                break
        else:
            if item is not None:
                keys.append(str(key))
    if keys:
        yield path, keys, structs


def declared_in(struct: Any, name: str) -> Hint:
    """The declared type of a struct's property."""
    return hint_of(struct.__init__, name)


def declared(klass: Any, method: str) -> tuple[str, list[Hint]]:
    """Of a method that jsii knows by this name: the attribute that it puts, and its parameters' types."""
    for base in klass.__mro__:
        for name, function in vars(base).items():
            if getattr(function, "__jsii_name__", None) == method:
                parameters = [parameter for parameter in function.__annotations__ if parameter != "return"]
                return name.replace("put_", "", 1), [hint_of(function, parameter) for parameter in parameters]
    return method, []


def hint_of(function: Any, parameter: str) -> Hint:
    """A parameter's declared type. jsii wraps nothing, so the function's module is the bindings' own."""
    return function.__annotations__.get(parameter, Any), getattr(function, "__wrapped__", function).__globals__


def alternatives(hint: Hint) -> list[Hint]:
    """The types that a declared type allows: the members of a union, each resolved."""
    declared_type: Any
    declared_type, names = hint
    if isinstance(declared_type, typing.ForwardRef):
        declared_type = declared_type.__forward_arg__
    if isinstance(declared_type, str):
        return alternatives((eval(declared_type, names), names))
    origin: Any = typing.get_origin(declared_type)
    if origin is typing.Union:
        return [found for member in typing.get_args(declared_type) for found in alternatives((member, names))]
    return [hint]


def element_of(members: list[Hint], origins: tuple[Any, ...]) -> Hint:
    """The declared type of what a list holds, or a mapping: the last argument of the first such type."""
    for member, names in members:
        if typing.get_origin(member) in origins and typing.get_args(member):
            return typing.get_args(member)[-1], names
    return UNKNOWN
