"""The notation of one type on one line of a schema file, written and read.

A line is `{"aws_x": [block, block, ...]}`: the blocks and objects of the type, the type's own body last. What occurs in
several places stands there once. A block groups its names by what they are:

    {"s!": "name", "s": "kms_key_id policy", "s-": "arn", "(ms": "tags", "L0!": "rule"}

What is before the names reads: `s` string, `n` number, `b` bool, `d` dynamic; `(l`, `(s`, `(m` before a type: a list, a
set, a map of it; `{3`: an object with the names and types of the fourth block of the line. `L3`, `S3`, `M3`, `I3`:
nested blocks with the nesting list, set, map or single, and the fourth block of the line as body; with a `.` at most
one of them. A `!` at the end: required; a `-`: only the provider sets it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from stackgate.provider_schema.model import Attribute, BlockType, NestedBlock, Nesting, Type

_SIMPLE = {"string": "s", "number": "n", "bool": "b", "dynamic": "d"}
_COLLECTIONS = {"list": "(l", "set": "(s", "map": "(m"}
_NESTINGS = {"list": "L", "set": "S", "map": "M", "single": "I"}
_NAMES = {code: name for codes in (_SIMPLE, _COLLECTIONS, _NESTINGS) for name, code in codes.items()}

Line = list[dict[str, str]]


def written(block: BlockType) -> Line:
    """The blocks of a type's line."""
    line: Line = []
    _Writer(line).block(block)
    return line


def read(line: Line) -> BlockType:
    """The type that a line's blocks say."""
    blocks: list[BlockType] = []
    for names in line:
        blocks.append(_block(names, blocks))
    return blocks[-1]


class _Writer:
    def __init__(self, line: Line) -> None:
        self._line = line
        self._places: dict[tuple[tuple[str, str], ...], int] = {}
        self._known: dict[BlockType, int] = {}

    def block(self, block: BlockType) -> int:
        """The place of a block in the line, where it is put unless the same is already there."""
        if block not in self._known:
            codes = [(self._attribute(attribute), name) for name, attribute in sorted(block.attributes.items())]
            codes += [(self._nested(nested), name) for name, nested in sorted(block.blocks.items())]
            self._known[block] = self._place(codes)
        return self._known[block]

    def _place(self, codes: Iterable[tuple[str, str]]) -> int:
        groups: dict[str, list[str]] = {}
        for code, name in sorted(codes):
            groups.setdefault(code, []).append(name)
        names = {code: " ".join(group) for code, group in groups.items()}
        place = self._places.setdefault(tuple(names.items()), len(self._line))
        if place == len(self._line):
            self._line.append(names)
        return place

    def _attribute(self, attribute: Attribute) -> str:
        return self._type(attribute.type) + ("!" if attribute.required else "" if attribute.configurable else "-")

    def _nested(self, nested: NestedBlock) -> str:
        place = f"{_NESTINGS[nested.nesting]}{self.block(nested.block)}"
        return place + ("." if nested.at_most_one else "") + ("!" if nested.required else "")

    def _type(self, kind: Type) -> str:
        if isinstance(kind, str):
            return _SIMPLE[kind]
        constructor, inner = kind
        if constructor == "object":
            return f"{{{self._place((self._type(of), name) for name, of in sorted(inner.items()))}"
        return _COLLECTIONS[constructor] + self._type(inner)


def _block(names: dict[str, str], blocks: list[BlockType]) -> BlockType:
    attributes: dict[str, Attribute] = {}
    nested: dict[str, NestedBlock] = {}
    for code, group in names.items():
        kind, required, configurable = code.rstrip("!-"), code.endswith("!"), not code.endswith("-")
        if kind[0] in "LSMI":
            body = blocks[int(kind[1:].rstrip("."))]
            block = NestedBlock(cast(Nesting, _NAMES[kind[0]]), body, required, kind.endswith("."))
            nested.update(dict.fromkeys(group.split(), block))
        else:
            attribute = Attribute(_type(kind, blocks), required, configurable)
            attributes.update(dict.fromkeys(group.split(), attribute))
    return BlockType(attributes, nested)


def _type(code: str, blocks: list[BlockType]) -> Type:
    if code[0] == "(":
        return [_NAMES[code[:2]], _type(code[2:], blocks)]
    if code[0] == "{":
        return ["object", {name: member.type for name, member in blocks[int(code[1:])].attributes.items()}]
    return _NAMES[code]
