"""The generated JavaScript of one module of the bindings, read for what only it says.

Its shape is fixed, so regular expressions read it. Every member of a class and every line of a table has to be of a
shape that is known here: what is not raises UnknownShape, and nothing is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stackgate.provider_schema.model import Type

_CLASS = re.compile(r"^class (\w+) extends cdktf\.(\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_MEMBER = re.compile(r"^    (static |get |set |)(\w+)\([^\n]*\) \{\n(.*?)^    \}\n?", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"^ *(//.*|/\*\*?|\*.*)$", re.MULTILINE)
_TABLE_FUNCTION = re.compile(r"^function (\w+)ToHclTerraform\(struct\) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"const attrs = \{(?:\}|\n(.*?)^ *\});\n", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(
    r" *\"?(\w+)\"?: \{\n *value: (.*),\n *isBlock: \w+,\n *type: \"(\w+)\",\n *storageClassType: \"\w+\",\n *\},\n"
)
_KIND = re.compile(r'^(\w+)\.tfResourceType = "(\w+)";$', re.MULTILINE)

_NESTED = re.compile(
    r"^        // (?P<attribute>\w+) - computed: (?P<computed>true|false), optional: \w+, required: \w+\n"
    r"        this\._(?P<field>\w+) = new (?P<reader>[\w.]+)"
    r"\(this, \"(?P=attribute)\"(?:, (?P<from_set>true|false))?\);$",
    re.MULTILINE,
)
_NEW_FIELD = re.compile(r"this\._\w+ = new ")
_OF_NESTED = re.compile(r"        return this\._(\w+);\n")
_ACCESS = re.compile(
    r"        return (?:cdktf\.Token\.as\w+\()?(cdktf\.Fn\.tolist\()?this\.(\w+)\(['\"](\w+)['\"]\)+;\n",
)
_ELEMENT = re.compile(r"        return new (\w+)\(this\.terraformResource, this\.terraformAttribute, .*\);\n")
_OTHER_MEMBERS = re.compile(r"(put|reset|synthesize)\w*|constructor|generateConfigForImport|allowsEmptyValue")

_ACCESSORS: dict[str, Type] = {
    "getStringAttribute": "string",
    "getNumberAttribute": "number",
    "getBooleanAttribute": "bool",
    "getListAttribute": ["list", "string"],
    "getNumberListAttribute": ["list", "number"],
    "getStringMapAttribute": ["map", "string"],
    "getNumberMapAttribute": ["map", "number"],
    "getBooleanMapAttribute": ["map", "bool"],
    "interpolationForAttribute": "dynamic",
}
_MAPS: dict[str, Type] = {
    "cdktf.StringMap": ["map", "string"],
    "cdktf.NumberMap": ["map", "number"],
    "cdktf.BooleanMap": ["map", "bool"],
}


class UnknownShape(Exception):
    """The generated code has a shape that is not known here; the text says what."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a table of the code says of an argument: how its value is written, and list, set, map, simple or struct."""

    value: str
    form: str


@dataclass(frozen=True, slots=True)
class Nested:
    """What is made of objects: the class that reads it, whether a set lies behind a list, attribute or block."""

    reader: str
    from_set: bool
    is_attribute: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """A class that reads a block or an object: its attributes by their Terraform name, or its elements' reader."""

    base: str
    attributes: dict[str, Type | Nested]
    element: str | None
    table: dict[str, Entry] | None


@dataclass(frozen=True, slots=True)
class Module:
    """A module's readers by class name, tables by struct (first letter lower), and types' names by class name."""

    readers: dict[str, Reader]
    tables: dict[str, dict[str, Entry]]
    types: dict[str, str]


def read_module(code: str) -> Module:
    """The module that this JavaScript is. Raises UnknownShape."""
    classes, tables = _CLASS.findall(code), _TABLE_FUNCTION.findall(code)
    if len(classes) != code.count("\nclass ") or len(tables) != code.count("ToHclTerraform(struct) {\n"):
        raise UnknownShape("not every class or table has the known frame")
    return Module(
        {name: _reader(name, base, body) for name, base, body in classes},
        {name: _table(name, body) for name, body in tables},
        dict(_KIND.findall(code)),
    )


def _reader(name: str, base: str, body: str) -> Reader:
    attributes: dict[str, Type | Nested] = {}
    element, table = None, None
    nested = dict(_nested(match) for match in _NESTED.finditer(body))
    if len(nested) != len(_NEW_FIELD.findall(body)):
        raise UnknownShape(f"{name}: makes a field in an unknown way")
    for form, member, text in _MEMBER.findall(body):
        if form == "get ":
            # A provider has no attributes that could be read: its getters give back what was set.
            attributes.update({} if base == "TerraformProvider" else _getter(f"{name}.{member}", text, nested))
        elif member == "get":
            element = _must(_ELEMENT.fullmatch(text), f"{name}.get")[1]
        elif member == "synthesizeHclAttributes":
            table = _table(name, text)
        elif form != "set " and not _OTHER_MEMBERS.fullmatch(member):
            raise UnknownShape(f"{name}.{member}: not a known member")
    rest = _COMMENT.sub("", _MEMBER.sub("", body)).strip()
    if rest:
        raise UnknownShape(f"{name}: {rest.splitlines()[0]}")
    return Reader(base, attributes, element, table)


def _nested(match: re.Match[str]) -> tuple[str, tuple[str, Type | Nested]]:
    """The field that a line of a constructor makes, with its attribute and what it is."""
    reader = match["reader"]
    if reader in _MAPS:
        kind: Type | Nested = _MAPS[reader]
    else:
        # Not computed, and yet without an argument: a block in which only the provider sets something.
        kind = Nested(reader.split(".")[-1], match["from_set"] == "true", match["computed"] == "true")
    return match["field"], (match["attribute"], kind)


def _getter(place: str, text: str, nested: dict[str, tuple[str, Type | Nested]]) -> dict[str, Type | Nested]:
    """The attribute that a getter reads and what it is; none for one that gives back what was set."""
    if place.endswith(("Input", ".internalValue")) and "Attribute(" not in text:
        return {}
    access, field = _ACCESS.fullmatch(text), _OF_NESTED.fullmatch(text)
    if access and access[2] in _ACCESSORS:
        kind = _ACCESSORS[access[2]]
        return {access[3]: ["set", *kind[1:]] if access[1] and isinstance(kind, list) else kind}
    if field and field[1] in nested:
        return dict([nested[field[1]]])
    raise UnknownShape(f"{place}: {text.strip()}")


def _table(name: str, body: str) -> dict[str, Entry]:
    entries = _must(_TABLE.search(body), f"the table of {name}")[1] or ""
    rest = _ENTRY.sub("", entries).strip()
    if rest:
        raise UnknownShape(f"the table of {name}: {rest.splitlines()[0]}")
    return {attribute: Entry(value, form) for attribute, value, form in _ENTRY.findall(entries)}


def _must(match: re.Match[str] | None, place: str) -> re.Match[str]:
    if match is None:
        raise UnknownShape(f"{place}: has another shape")
    return match
