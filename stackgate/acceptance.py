"""Tells fast that a value keeps to a JSON Schema; what is not accepted here is for jsonschema to judge.

jsonschema makes an object for each step into a value and collects what it would say: a tenth of a millisecond for a
resource, and a twentieth of a second to import it. Nearly every value is right, and nothing is to be said of it. To
accept is to be sure: a keyword, a type or a Python class that is not known here accepts nothing, and of `if` and `then`
the `then` has to hold in any case. So to fall short here costs time, and passes nothing that jsonschema would not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]
Accepts = Callable[[Any], bool]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (NoneType,),
}
_SAY_NOTHING = frozenset({"$schema", "$defs", "description", "if", "title", "x-terraform"})
_KNOWN = _SAY_NOTHING | {
    *("type", "enum", "const", "anyOf", "allOf", "then", "pattern", "minLength", "maxLength"),
    *("properties", "additionalProperties", "required", "minProperties"),
    *("items", "minItems", "maxItems", "uniqueItems"),
}
_OF_SCALARS = frozenset({"enum", "const", "anyOf", "allOf", "then", "pattern", "minLength", "maxLength"})
"""The keywords beside `type` that what is neither object nor array can fail."""
_REFERENCE = "#/$defs/"


def accepts(schema: Schema) -> Accepts:
    """The acceptance of values by a JSON Schema, of which each part is read when a value first needs it."""
    return _Part(schema, _Parts(schema))


class _Parts(dict[int, "_Part"]):
    """The parts of a schema that were read, by identity: what occurs in several places is one object."""

    def __init__(self, whole: Schema) -> None:
        self._whole = whole

    def of(self, schema: Any) -> _Part:
        """The part that this schema, which lies in the whole one, stands for."""
        reference = schema.get("$ref") if isinstance(schema, dict) and len(schema) == 1 else None
        if isinstance(reference, str) and reference.startswith(_REFERENCE):
            schema = self._whole.get("$defs", {}).get(reference.removeprefix(_REFERENCE))
        if id(schema) not in self:
            self[id(schema)] = _Part(schema, self)
        return self[id(schema)]


class _Part:
    def __init__(self, schema: Any, parts: _Parts) -> None:
        self._parts = parts
        self._schema: Schema = schema if isinstance(schema, dict) else {"type": []}
        self._is_known = isinstance(schema, dict) and self._schema.keys() <= _KNOWN
        named = self._schema.get("type", list(_TYPES))
        types = (_TYPES.get(name, ()) for name in ([named] if isinstance(named, str) else named))
        self._types = frozenset(kind for kinds in types for kind in kinds) if self._is_known else frozenset()
        self._pattern = re.compile(self._schema["pattern"]).search if "pattern" in self._schema else None
        self._asks_only_type = self._schema.keys().isdisjoint(_OF_SCALARS)
        self._members: dict[str, _Part | None] = {}
        self._also = [*self._schema.get("allOf", ()), *([self._schema["then"]] if "then" in self._schema else ())]

    def __call__(self, value: Any) -> bool:
        kind = type(value)
        if kind not in self._types:
            return False
        if self._asks_only_type and kind is not dict and kind is not list:
            return True
        if kind is dict:
            fits = self._object(value)
        elif kind is list:
            fits = self._array(value)
        else:
            fits = kind is not str or self._text(value)
        if not (fits and self._chosen(value)):
            return False
        return not self._also or all(self._parts.of(also)(value) for also in self._also)

    def _object(self, value: dict[str, Any]) -> bool:
        members = self._members
        for name, item in value.items():
            if name not in members:
                members[name] = self._member(name)
            part = members[name]
            if part is None or not part(item):
                return False
        if not all(name in value for name in self._schema.get("required", ())):
            return False
        return bool(len(value) >= self._schema.get("minProperties", 0))

    def _member(self, name: str) -> _Part | None:
        """The part for a member of an object, None where there may be no such member."""
        schema = self._schema.get("properties", {}).get(name, self._schema.get("additionalProperties", {}))
        return None if schema is False else self._parts.of(schema)

    def _array(self, value: list[Any]) -> bool:
        schema = self._schema
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            return False
        if schema.get("uniqueItems") and not (all(type(item) is str for item in value) and len({*value}) == len(value)):
            return False
        return "items" not in schema or all(map(self._parts.of(schema["items"]), value))

    def _text(self, value: str) -> bool:
        if not self._schema.get("minLength", 0) <= len(value) <= self._schema.get("maxLength", len(value)):
            return False
        return self._pattern is None or self._pattern(value) is not None

    def _chosen(self, value: Any) -> bool:
        """Whether the value is among those that the schema lists, if it does."""
        schema = self._schema
        if "enum" in schema and not _is_among(value, schema["enum"]):
            return False
        if "const" in schema and not _is_among(value, [schema["const"]]):
            return False
        return "anyOf" not in schema or any(self._parts.of(choice)(value) for choice in schema["anyOf"])


def _is_among(value: Any, listed: list[Any]) -> bool:
    """Whether a plain value is listed, of the same type: in Python True is 1, in JSON Schema it is not."""
    return type(value) not in (dict, list) and any(type(value) is type(one) and value == one for one in listed)
