"""A value held against a declared type of the bindings: what does not fit, in plain words, and the value mended.

Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import typing
from difflib import get_close_matches
from typing import Any

from _stackgate_hints import (
    MAPPINGS,
    SCALARS,
    accepts,
    alternatives,
    described,
    element_of,
    hints_of,
    kind_of,
    made,
    mapping_of,
    named,
    placeholder,
    required,
    sequence_of,
    structs_of,
)
from _stackgate_stand_in import StandIn

Found = typing.Tuple[str, str, typing.Optional[str]]  # noqa: UP006, UP045  # Python 3.8
"""A fault: its rule, its message, the attribute at fault."""


class Values:
    """Holds the values of one call, `name`, and adds what does not fit to `found`."""

    def __init__(self, name: str, found: list[Found]) -> None:
        self.name, self.found = name, found

    def hold(self, value: Any, hint: Any, path: str, raw: bool = False) -> Any:
        """The value, mended where it does not fit; `raw` inside a list, where jsii sees a dict as it is written."""
        kinds = alternatives(hint)
        if Any in kinds or object in kinds:
            return value
        if isinstance(value, StandIn):
            return placeholder(hint)
        if value is None:
            if type(None) in kinds:
                return value
            return self._fault("synth_missing_property", path, "is required, and None was given", hint)
        if isinstance(value, dict):
            return self._dict(value, kinds, hint, path, raw)
        if isinstance(value, (list, tuple, set, frozenset)):
            return self._list(value, kinds, hint, path)
        if isinstance(value, tuple(SCALARS)):
            return self._scalar(value, kinds, hint, path)
        return self._object(value, kinds, hint, path)

    def _scalar(self, value: Any, kinds: list[Any], hint: Any, path: str) -> Any:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        fitting = (int, float) if number else (str if isinstance(value, str) else type(value),)
        if any(kind in kinds for kind in fitting):
            return value
        text, rule = f"is {described(hint)}, and {kind_of(value)} was given", "synth_wrong_type"
        if sequence_of(kinds) is not None or structs_of(kinds):
            rule = "synth_list_or_object"
        elif int in kinds and isinstance(value, str) and "TfToken[" in value:
            text += ": use Token.as_number()"
        return self._fault(rule, path, text, hint)

    def _list(self, value: Any, kinds: list[Any], hint: Any, path: str) -> Any:
        sequence = sequence_of(kinds)
        text = f"is {described(hint)}, and {kind_of(value)} was given"
        if sequence is not None:
            if not isinstance(value, list):
                self._note("synth_list_or_object", path, f"{text}: make it a list")
            element = element_of(sequence)
            return [self.hold(item, element, f"{path}[{index}]", raw=True) for index, item in enumerate(value)]
        if structs_of(kinds) or mapping_of(kinds) is not None:
            advice = ": take it out of the list" if structs_of(kinds) else ""
            self._note("synth_list_or_object", path, text + advice)
            return self.hold(next(iter(value), StandIn()), hint, path)
        return self._fault("synth_wrong_type", path, text, hint)

    def _dict(self, value: dict[Any, Any], kinds: list[Any], hint: Any, path: str, raw: bool) -> Any:
        structs, mapping, sequence = structs_of(kinds), mapping_of(kinds), sequence_of(kinds)
        if len(structs) == 1:
            # The bindings turn a dict into a struct only where nothing else could be meant.
            plain = (structs[0], type(None))
            raw = raw or any(kind not in plain and typing.get_origin(kind) not in MAPPINGS for kind in kinds)
            return self._raw(value, structs[0], path) if raw else self._converted(value, structs[0], path)
        if structs:
            return value
        if mapping is not None:
            item = (typing.get_args(mapping) or (Any, Any))[1]
            return {key: self.hold(part, item, f"{path}[{key!r}]", raw=True) for key, part in value.items()}
        text = f"is {described(hint)}, and a dict was given"
        if sequence is not None:
            return self._fault("synth_list_or_object", path, f"{text}: put it into a list", hint)
        text += ": pass json.dumps(...) of it" if str in kinds else ""
        return self._fault("synth_wrong_type", path, text, hint)

    def _converted(self, value: dict[Any, Any], struct: Any, path: str) -> Any:
        """A dict that the bindings turn into its struct: its keys are the struct's keywords."""
        known, hints = list(struct.__jsii_name_mapping__), hints_of(struct.__init__)
        mended: dict[str, Any] = {}
        for key, item in value.items():
            if key in known:
                mended[key] = self.hold(item, hints.get(key, Any), f"{path}.{key}")
                continue
            near = get_close_matches(str(key), [name for name in known if name not in value], n=1)
            meant = f": did you mean {near[0]!r}?" if near else f"; it has {', '.join(known)}"
            text = f"{self.name}: {path}, a {named(struct)}, has no key {key!r}{meant}"
            self.found.append(("synth_unknown_keyword", text, f"{path}.{key}"))
            for name in near:
                mended[name] = placeholder(hints.get(name, Any))
        for name in required(struct):
            if name not in mended:
                text = f"{self.name}: {path} lacks {name!r}, which {named(struct)} requires"
                self.found.append(("synth_missing_property", text, f"{path}.{name}"))
        return made(struct, mended)

    def _raw(self, value: dict[Any, Any], struct: Any, path: str) -> Any:
        """A dict that jsii takes as it is: only keys under the struct's JavaScript names arrive."""
        names, hints = struct.__jsii_name_mapping__, hints_of(struct.__init__)
        arrives = {camel: python for python, camel in names.items()}
        mended = {
            key: self.hold(item, hints.get(arrives[key], Any), f"{path}.{arrives[key]}", raw=True)
            for key, item in value.items()
            if key in arrives
        }
        missing = [name for name in required(struct) if names[name] not in mended]
        for name in missing:
            spare = [str(key) for key in value if key not in arrives and key not in names]
            near = get_close_matches(names[name], spare, n=1)
            text = f"{self.name}: {path} lacks {names[name]!r}"
            if name in value:
                text += f": {name!r} is written there, but a dict inside a list is not converted and the key is lost"
            elif near:
                text += f": {near[0]!r} is written there"
            text += f". Use {named(struct)} in place of the dict"
            self.found.append(("synth_missing_property", text, f"{path}.{name}"))
        if missing:
            return made(struct, {arrives[key]: item for key, item in mended.items()})
        return {**value, **mended}

    def _object(self, value: Any, kinds: list[Any], hint: Any, path: str) -> Any:
        if any(accepts(kind, value) for kind in kinds):
            return value
        sequence = sequence_of(kinds)
        text, rule = f"is {described(hint)}, and {kind_of(value)} was given", "synth_wrong_type"
        if sequence is not None:
            rule = "synth_list_or_object"
            if any(accepts(kind, value) for kind in alternatives(element_of(sequence))):
                self._note(rule, path, f"{text}: put it into a list")
                return [value]
        elif str in kinds and hasattr(type(value), "node"):
            text += ": pass one of its attributes, such as its id or arn"
        return self._fault(rule, path, text, hint)

    def _note(self, rule: str, path: str, text: str) -> None:
        self.found.append((rule, f"{self.name}: {path} {text}", path))

    def _fault(self, rule: str, path: str, text: str, hint: Any) -> Any:
        self._note(rule, path, text)
        return placeholder(hint)
