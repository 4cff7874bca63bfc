"""The provider's types, put together from the bindings.

The jsii assembly declares what may be set: an interface a block, a property an argument, `optional` or not, with its
Terraform name in the documentation's link and the words "x block." where it is a block. The generated code says what
the assembly cannot: list or set, the types of what only the provider sets, and one or several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from stackgate.provider_schema.bindings import Bindings
from stackgate.provider_schema.generated_code import Entry, Module, Nested, Reader, UnknownShape, read_module
from stackgate.provider_schema.model import Attribute, BlockType, NestedBlock, Nesting, Type

_PREFIXES = {"TerraformResource": "", "TerraformDataSource": "data.", "TerraformProvider": "provider."}
_COLLECTIONS = {"list", "set", "map"}
_PROVIDER_VERSION = re.compile(r"providerVersion: '([\d.]+)'")
_LINK = re.compile(r"\{@link \S+#(\w+) \w+#\1\}")
_SCALARS = {"stringToHclTerraform": "string", "numberToHclTerraform": "number", "booleanToHclTerraform": "bool"}
_VALUE = re.compile(r"(?:struct\.\w+ === undefined \? null : )?(.*)\((?:struct\.|this\._)\w+(?:\.internalValue)?\)")
_MAPPER = re.compile(r"cdktf\.(list|hash)MapperHcl\((.*?)(?:, false)?\)")


def provider_version(bindings: Bindings) -> str:
    """The version of the AWS provider that the bindings are made from. Raises UnknownShape where they say none."""
    versions: set[str] = {version for code in bindings.code.values() for version in _PROVIDER_VERSION.findall(code)}
    if len(versions) != 1:
        raise UnknownShape(f"versions of the provider: {sorted(versions)}")
    return versions.pop()


def types_of(bindings: Bindings) -> Iterator[tuple[str, BlockType]]:
    """Each type of the provider by its kind: `aws_x`, `data.aws_x`, `provider.aws`.

    Raises UnknownShape, naming the module, where the generated code or the assembly is not as it is known to be.
    """
    classes: dict[str, list[dict[str, Any]]] = {}
    for declaration in bindings.declarations.values():
        if declaration.get("base", "").removeprefix("cdktf.") in _PREFIXES:
            module = declaration["locationInModule"]["filename"].split("/")[1]
            classes.setdefault(module, []).append(declaration)
    if set(classes) != set(bindings.code):
        raise UnknownShape(f"modules without a type: {sorted(set(classes) ^ set(bindings.code))}")
    for name, code in bindings.code.items():
        try:
            assembly = _Assembly(bindings, read_module(code))
            for declaration in classes[name]:
                yield assembly.kind(declaration), assembly.type(declaration)
        except (UnknownShape, LookupError) as error:
            raise UnknownShape(f"{name}: {error}") from error


class _Assembly:
    """Puts the types of one module together; a struct that occurs in several places is one object."""

    def __init__(self, bindings: Bindings, module: Module) -> None:
        self._bindings = bindings
        self._module = module
        self._structs: dict[str, BlockType] = {}

    def kind(self, declaration: dict[str, Any]) -> str:
        name = declaration["name"]
        return _PREFIXES[self._module.readers[name].base] + self._module.types[name]

    def type(self, declaration: dict[str, Any]) -> BlockType:
        reader = self._module.readers[declaration["name"]]
        if reader.table is None:
            raise UnknownShape(f"{declaration['name']}: has no table")
        (config,) = (each for each in declaration["initializer"]["parameters"] if each["name"] == "config")
        body = self._block(self._bindings.declarations[config["type"]["fqn"]], reader.table, reader)
        if reader.base != "TerraformProvider":
            return body
        # Terraform's own argument, not the provider's.
        return BlockType({name: kind for name, kind in body.attributes.items() if name != "alias"}, body.blocks)

    def _struct(self, fqn: str) -> BlockType:
        if fqn not in self._structs:
            interface = self._bindings.declarations[fqn]
            name = interface["name"]
            # The provider's own blocks have no reader: nothing in them is computed.
            reader = self._module.readers.get(f"{name}OutputReference")
            self._structs[fqn] = self._block(interface, self._module.tables[name[0].lower() + name[1:]], reader)
        return self._structs[fqn]

    def _block(self, interface: dict[str, Any], table: dict[str, Entry], reader: Reader | None) -> BlockType:
        attributes: dict[str, Attribute] = {}
        blocks: dict[str, NestedBlock] = {}
        for declared in interface.get("properties", ()):
            name, is_block = _documented(declared)
            argument = self._argument(declared, table[name], is_block)
            if isinstance(argument, Attribute):
                attributes[name] = argument
            else:
                blocks[name] = argument
        configurable = {*attributes, *blocks}
        if configurable != set(table):
            raise UnknownShape(f"{interface['name']}: declared or written only: {sorted(configurable ^ set(table))}")
        for name, read in reader.attributes.items() if reader else ():
            if isinstance(read, Nested) and not read.is_attribute and name not in configurable:
                blocks[name] = self._read_block(read)
            elif name not in configurable:
                attributes[name] = Attribute(self._read(read), configurable=False)
        return BlockType(attributes, blocks)

    def _argument(self, declared: dict[str, Any], entry: Entry, is_block: bool) -> Attribute | NestedBlock:
        required = not declared.get("optional", False)
        structs = set(_named(declared["type"])) - {"cdktf.IResolvable"}
        if not structs:
            return Attribute(_written(entry), required)
        (fqn,) = structs
        struct = self._struct(fqn)
        if not is_block:
            return Attribute(_wrapped(entry.form, _object(struct)), required)
        nesting = cast(Nesting, "single" if entry.form == "struct" else entry.form)
        if nesting == "single":
            # The bindings call it required where something in it is; Terraform knows no required block of this kind.
            return NestedBlock(nesting, struct)
        return NestedBlock(nesting, struct, required, at_most_one=declared["type"].get("fqn") == fqn)

    def _read_block(self, read: Nested) -> NestedBlock:
        """A block without an argument: what is in it, only the provider sets."""
        reader = self._module.readers[read.reader]
        if reader.base != "ComplexObject":
            raise UnknownShape(f"{read.reader}: several blocks without an argument")
        attributes = {name: Attribute(self._read(kind), configurable=False) for name, kind in reader.attributes.items()}
        return NestedBlock("single", BlockType(attributes, {}))

    def _read(self, read: Type | Nested) -> Type:
        if not isinstance(read, Nested):
            return read
        reader = self._module.readers[read.reader]
        if reader.base == "ComplexObject":
            return self._read_object(reader)
        element = self._read_object(self._module.readers[cast(str, reader.element)])
        form = {"ComplexList": "set" if read.from_set else "list", "ComplexMap": "map"}[reader.base]
        return [form, element]

    def _read_object(self, reader: Reader) -> Type:
        return ["object", {name: self._read(read) for name, read in sorted(reader.attributes.items())}]


def _documented(declared: dict[str, Any]) -> tuple[str, bool]:
    """The Terraform name of a property, and whether it is a block."""
    docs = declared["docs"]
    summary = docs.get("summary", "")
    links = _LINK.findall(f"{summary}\n{docs.get('remarks', '')}")
    if not links:
        raise UnknownShape(f"{declared['name']}: its documentation names no argument")
    return links[-1], summary == f"{links[-1]} block."


def _named(kind: Any) -> Iterator[str]:
    if isinstance(kind, dict):
        yield from (value for key, value in kind.items() if key == "fqn")
        for value in kind.values():
            yield from _named(value)
    elif isinstance(kind, list):
        for value in kind:
            yield from _named(value)


def _object(struct: BlockType) -> Type:
    if struct.blocks:
        raise UnknownShape(f"an object with blocks in it: {sorted(struct.blocks)}")
    return ["object", {name: attribute.type for name, attribute in sorted(struct.attributes.items())}]


def _wrapped(form: str, element: Type) -> Type:
    return [form, element] if form in _COLLECTIONS else element


def _written(entry: Entry) -> Type:
    """The type of an argument without a struct, by the functions that write its value."""
    match = _VALUE.fullmatch(entry.value)
    if match is None:
        raise UnknownShape(f"an argument written as {entry.value}")
    kind = _mapped(match[1])
    return [entry.form, kind[1]] if isinstance(kind, list) else kind


def _mapped(function: str) -> Type:
    collection = _MAPPER.fullmatch(function)
    if collection:
        return ["list" if collection[1] == "list" else "map", _mapped(collection[2])]
    name = function.removeprefix("cdktf.")
    if name == "anyToHclTerraform":
        return "dynamic"
    if name not in _SCALARS:
        raise UnknownShape(f"an argument written by {function}")
    return _SCALARS[name]
