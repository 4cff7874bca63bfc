"""The JSON Schema of a provider's type: what Terraform takes as its body in the JSON configuration syntax.

A value that holds an expression may stand for any attribute: its type is judged elsewhere. `null` is an attribute that
is not set, and no block at all. Blocks are written as an object or an array of objects, never as an expression. All of
this is what `terraform validate` was seen to say.

Beside the standard keywords, `x-terraform` tells of each sub-schema what is meant: the Terraform type of an attribute
in its JSON form, `"block"`, or `"computed"` for what only the provider sets.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from stackgate.acceptance import Accepts, Schema, accepts
from stackgate.provider_schema.meta_argument_schema import meta_arguments
from stackgate.provider_schema.model import Attribute, BlockType, NestedBlock, Type
from stackgate.provider_schema.store import load_schema

if TYPE_CHECKING:
    import jsonschema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A template, unless its sign is doubled, which makes it literal.
_EXPRESSION = r"(^|[^$])\$\{|(^|[^%])%\{"
# The whole value is made by an expression: anything around it would make it a string.
_WHOLE = r"^\$\{[\s\S]*\}$"
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eEpP][+-]?[0-9]+)?$(?!\n)|^[+-]?[iI]nf$"
_NAME: Schema = {"type": "string", "pattern": r"^[^\W\d][\w-]*$"}
_BOOL = "^(true|false|0|1)$"
_COMPUTED: Schema = {"type": "null", "x-terraform": "computed"}
_SIMPLE: dict[str, Schema] = {
    "string": {"type": ["string", "number", "boolean"]},
    "number": {"type": ["number", "string"], "pattern": f"{_NUMBER}|{_EXPRESSION}"},
    "bool": {"type": ["boolean", "string"], "pattern": f"{_BOOL}|{_EXPRESSION}"},
    "dynamic": {"type": ["string", "number", "boolean", "array", "object"]},
}


@cache
def schema_for(generation: int, kind: str) -> Schema | None:
    """The JSON Schema of a type of that generation of the AWS provider, or None where it has no such type."""
    block = load_schema(generation).get(kind)
    return None if block is None else json_schema(block, kind)


@cache
def acceptance_of(generation: int, kind: str) -> Accepts | None:
    """Tells fast that a body is right by the schema of its type, or None where the provider has no such type."""
    schema = schema_for(generation, kind)
    return None if schema is None else accepts(schema)


@cache
def validator_for(generation: int, kind: str) -> jsonschema.Draft202012Validator | None:
    """The compiled schema of a type of that generation of the AWS provider, or None where it has no such type."""
    import jsonschema  # costs 0.1 s

    schema = schema_for(generation, kind)
    return None if schema is None else jsonschema.Draft202012Validator(schema)


def json_schema(block: BlockType, kind: str) -> Schema:
    """The schema of the body of a type: by `kind` it takes Terraform's own arguments beside the provider's.

    For judging, not for printing: sub-schemas are shared objects, so as text a deep type is very long.
    """
    body = _Bodies().body(block)
    properties = {**body["properties"], **meta_arguments(kind)}
    if kind.startswith("aws_") and "id" in block.attributes:
        properties["id"] = _COMPUTED  # the plugin SDK adds it as optional to each resource, and refuses whatever is set
    return {"$schema": DIALECT, "type": "object", **body, "properties": properties}


class _Bodies:
    """The sub-schemas of one type. What occurs in several places is one object, so that a large type stays small."""

    def __init__(self) -> None:
        self._known: dict[BlockType, Schema] = {}

    def body(self, block: BlockType) -> Schema:
        """The keywords for an object that is the body of a block."""
        if block not in self._known:
            self._known[block] = self._body(block)
        return self._known[block]

    def _body(self, block: BlockType) -> Schema:
        properties: Schema = {"//": {}}
        properties |= {name: _attribute(attribute) for name, attribute in block.attributes.items()}
        properties |= {name: self._block(nested) for name, nested in block.blocks.items()}
        labels = {name: self.body(nested.block) for name, nested in block.blocks.items()}
        for name, attribute in block.attributes.items():
            content = self._as_block(attribute)
            if content is not None:
                labels[name] = content
        if labels:
            properties["dynamic"] = _dynamic(labels)
        body: Schema = {"properties": properties, "additionalProperties": False}
        required = [name for name, attribute in block.attributes.items() if attribute.required]
        if required:
            body["required"] = required
        blocks = [name for name, nested in block.blocks.items() if nested.required]
        if blocks:
            body["allOf"] = [_required_block(name) for name in blocks]
        return body

    def _block(self, nested: NestedBlock) -> Schema:
        at_most_one: Schema = {"maxItems": 1} if nested.at_most_one or nested.nesting == "single" else {}
        schema = _block_of(self.body(nested.block))
        return {**schema, "type": [*schema["type"], "null"], **at_most_one}

    def _as_block(self, attribute: Attribute) -> Schema | None:
        """The body of what `dynamic` may make although it is an attribute: a list or set of objects, or of any type."""
        kind = attribute.type
        if not attribute.configurable:
            return None
        if kind == "dynamic":
            return {}
        if isinstance(kind, list) and kind[0] in ("list", "set") and kind[1][0] == "object":
            members = {name: Attribute(of) for name, of in kind[1][1].items()}
            return self.body(BlockType(members, {}))
        return None


def _block_of(body: Schema) -> Schema:
    """One block or several: an object, or an array in which null is an empty block and an array one in parts."""
    demands = "required" in body or "allOf" in body
    one = {**body, "x-terraform": "block"}
    part = {"properties": one["properties"], "additionalProperties": False, "type": "object", "x-terraform": "block"}
    element: Schema = {**one, "type": ["object", "array"] if demands else ["object", "array", "null"], "items": part}
    if demands:
        element["minItems"] = 1
    return {**one, "type": ["object", "array"], "items": element}


def _required_block(name: str) -> Schema:
    labelled = {"type": "object", "required": [name]}
    made = {"required": ["dynamic"], "properties": {"dynamic": {"anyOf": [labelled, {"contains": labelled}]}}}
    there = {"type": ["object", "array"], "minItems": 1, "x-terraform": "block"}
    return {"if": {"not": made}, "then": {"required": [name], "properties": {name: there}}}


def _dynamic(labels: dict[str, Schema]) -> Schema:
    """`dynamic`: the blocks of a label, made for each element of a collection."""
    made = {label: _several(_maker(body), "null") for label, body in labels.items()}
    one = {"properties": made, "additionalProperties": False, "minProperties": 1, "x-terraform": "block"}
    return {**_several(one), "minItems": 1}


def _maker(body: Schema) -> Schema:
    content = {**_block_of(body), "minItems": 1, "maxItems": 1} if body else {"type": ["object", "array"]}
    each = {"type": ["array", "object", "string"], "pattern": _WHOLE}
    return {
        "properties": {"//": {}, "for_each": each, "iterator": _NAME, "content": content},
        "required": ["for_each", "content"],
        "additionalProperties": False,
        "x-terraform": "block",
    }


def _several(one: Schema, *also: str) -> Schema:
    return {**one, "type": ["object", "array", *also], "items": {**one, "type": "object"}}


def _attribute(attribute: Attribute) -> Schema:
    if not attribute.configurable:
        return _COMPUTED
    return _type(json.dumps(attribute.type), attribute.required)


@cache
def _type(encoded: str, required: bool = False) -> Schema:
    """The schema of a value of the type with this JSON; what is not required may be null. One object a type."""
    kind: Type = json.loads(encoded)
    schema = _SIMPLE[kind] if isinstance(kind, str) else _compound(*kind)
    types = schema["type"] if required else [*schema["type"], "null"]
    return {**schema, "type": types, "x-terraform": kind}


def _compound(constructor: str, inner: Any) -> Schema:
    if constructor in ("list", "set"):
        return {"type": ["array", "string"], "pattern": _WHOLE, "items": _type(json.dumps(inner))}
    schema: Schema = {"type": ["object", "string"], "pattern": _WHOLE}
    if constructor == "map":
        return schema | {"additionalProperties": _type(json.dumps(inner))}
    # Every name of an object has to be there, and what is not one of its names is passed over.
    members = {name: _type(json.dumps(of)) for name, of in inner.items()}
    return schema | {"properties": members, "required": list(members)}
