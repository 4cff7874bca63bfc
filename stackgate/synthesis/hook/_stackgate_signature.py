"""A call of the bindings held against the declaration of what is called: all that is wrong with it, and it mended.

Nothing here is called or asked of Node. A stand-in fits whatever is declared.
Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import inspect
import typing
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from _stackgate_hints import described, hints_of, placeholder
from _stackgate_types import Found, Values

# Keywords that a generation of the provider has dropped, or that the AWS name suggests and the class lacks.
RENAMED = {
    ("Eip", "vpc"): 'domain="vpc"',
    ("FlowLog", "log_group_name"): "log_destination",
    ("KmsAlias", "alias"): "name",
    ("KmsAlias", "alias_name"): "name",
}
META = frozenset(("connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioners"))
SCOPE = ("scope", "id_", "id", "ns")
FEW = 12
KINDS = inspect.Parameter


def nearest(word: str, words: typing.Iterable[str], similarity: float = 0.6) -> str | None:
    """The word most like `word`, whatever the case; None where none is like it."""
    by_lower = {candidate.lower(): candidate for candidate in words}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=similarity)
    return by_lower[found[0]] if found else None


@lru_cache(maxsize=4096)
def parameters_of(function: Any) -> dict[str, inspect.Parameter]:
    """The parameters of a function but `self`."""
    parameters = inspect.signature(function).parameters
    return {name: item for name, item in parameters.items() if name not in ("self", "cls")}


class Call:
    """One call: `name` is what a message calls the callee, `function` its declaration.

    `whole` is false where the source passes `*args` or `**kwargs` that are not known. After `hold`, `found` has the
    faults, and `args` and `kwargs` are mended.
    """

    def __init__(
        self, name: str, function: Any, args: typing.Iterable[Any], kwargs: dict[str, Any], whole: bool = True
    ) -> None:
        self.name, self.args, self.kwargs, self.whole = name, list(args), dict(kwargs), whole
        self.parameters, self.hints = parameters_of(function), hints_of(function)
        by_position = (KINDS.POSITIONAL_ONLY, KINDS.POSITIONAL_OR_KEYWORD)
        self.positional = [name for name, item in self.parameters.items() if item.kind in by_position]
        self.kinds = {item.kind for item in self.parameters.values()}
        self.found: list[Found] = []

    def hold(self) -> Call:
        """Finds the faults and mends them."""
        if KINDS.VAR_POSITIONAL not in self.kinds:
            self._count()
        given = set(self.positional[: len(self.args)])
        if KINDS.VAR_KEYWORD not in self.kinds:
            self._keywords(given)
        for name, item in self.parameters.items():
            needed = item.default is KINDS.empty and item.kind not in (KINDS.VAR_POSITIONAL, KINDS.VAR_KEYWORD)
            if needed and self.whole and name not in given and name not in self.kwargs:
                self._missing(name)
        values = Values(self.name, self.found)
        for index, name in enumerate(self.positional[: len(self.args)]):
            self.args[index] = values.hold(self.args[index], self._hint(name), name)
        for name, value in self.kwargs.items():
            self.kwargs[name] = values.hold(value, self._hint(name), name)
        return self

    def _hint(self, name: str) -> Any:
        return self.hints.get(name, Any)

    def _count(self) -> None:
        if len(self.args) > len(self.positional):
            takes = ", ".join(name.rstrip("_") for name in self.positional) or "none"
            message = (
                f"{self.name} takes {len(self.positional)} arguments by position ({takes}), and {len(self.args)} were "
                "given: the others are passed by keyword"
            )
            self.found.append(("synth_unknown_keyword", message, None))
            del self.args[len(self.positional) :]

    def _keywords(self, given: set[str]) -> None:
        """Takes out the keywords that are not known, and fills in the one that was meant."""
        taken = given.union(self.kwargs, SCOPE)
        known = [name for name in self.parameters if name not in taken]
        unknown = [name for name in self.kwargs if name not in self.parameters]
        lacks = [name for name in known if self.parameters[name].default is KINDS.empty]
        only = lacks[0] if self.whole and len(unknown) == len(lacks) == 1 else None
        for name in unknown:
            near = RENAMED.get((self.name, name)) or nearest(name, known, 0.85) or _longer(name, known)
            near = near or nearest(name, known) or only
            value, meant = self.kwargs.pop(name), near.split("=")[0] if near else ""
            if meant in known:
                known.remove(meant)
                trial = Values(self.name, [])
                trial.hold(value, self._hint(meant), meant)
                self.kwargs[meant] = placeholder(self._hint(meant)) if trial.found else value
            self.found.append(("synth_unknown_keyword", self._unknown(name, near), name))

    def _unknown(self, name: str, near: str | None) -> str:
        text = f"{self.name} has no keyword {name!r}"
        if near:
            return f"{text}: did you mean {near if '=' in near else repr(near)}?"
        has = sorted(item for item in self.parameters if item not in META and item not in SCOPE)
        return f"{text}; it has {', '.join(has)}" if 0 < len(has) <= FEW else text

    def _missing(self, name: str) -> None:
        if name in SCOPE and name in self.positional:
            text = f"{self.name} takes its scope and its id as the first arguments; the {name.rstrip('_')} is missing"
        else:
            text = f"{self.name} requires {name!r}"
            if name in self.hints:
                text += f", {described(self.hints[name])}"
        self.found.append(("synth_missing_property", text, name))
        self.kwargs[name] = placeholder(self._hint(name))


def _longer(name: str, known: list[str]) -> str | None:
    """The keyword that begins with `name`, or the one whose words are those of `name` and more, or fewer."""
    begins = [item for item in known if item.startswith(f"{name}_")]
    if begins:
        return begins[0]
    words = set(name.split("_"))
    found = [item for item in known if words < set(item.split("_")) or set(item.split("_")) < words]
    return found[0] if len(found) == 1 else None
