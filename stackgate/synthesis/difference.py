"""The faults of the rule synth_not_reproducible: in what two syntheses of one source differ."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from stackgate.document import DocumentError, read_document
from stackgate.finding import Source
from stackgate.graph import Graph, Resource
from stackgate.resolver import written_graph
from stackgate.secrets import secrets_of
from stackgate.synth_rules import REPRODUCIBLE, Fault
from stackgate.synthesis.difference_kind import kind_of_difference, lengths
from stackgate.synthesis.folder import Sources

BETWEEN = "differs between two syntheses of the same source"
CONSTRUCTS = ("output", "variable")


@dataclass(frozen=True)
class Part:
    """A piece of a document to compare: a resource, or a section beside the resources, whose address is `*`.

    `secrets` gives the kind of each literal secret by its text.
    """

    address: str
    construct: str | None
    body: Any
    path: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)


def differences(first: Path, second: Path, sources: Sources, second_sources: Sources) -> tuple[Fault, ...]:
    """One fault for each attribute in which two documents of one stack differ, and for each resource of one of them.

    In: the documents, the lines of their constructs. The order of an object's keys means nothing to
    Terraform and is not looked at. Values are never quoted: one may be a password.
    """
    if first.read_bytes() == second.read_bytes():
        return ()
    try:
        documents = map(read_document, (first, second))
        one, other = (written_graph(document.content, document.stack) for document in documents)
    except DocumentError as error:
        return (Fault(REPRODUCIBLE, f"the document {BETWEEN}, and one of the two cannot be read: it {error}"),)
    return tuple(_differences(one, other, sources, second_sources))


def _differences(one: Graph, other: Graph, sources: Sources, second_sources: Sources) -> Iterator[Fault]:
    renamed = dict(_renamed(one, other))
    found = {part.address + part.path: part for part in _parts(other, {new: old for old, new in renamed.items()})}
    elsewhere = Counter(_leaves(found.values()))
    for part in _parts(one, {}):
        twin = found.pop(part.address + part.path, None)
        if part.address in renamed:
            kind = kind_of_difference(part.address, renamed[part.address])
            yield _fault(f"the name of the resource {BETWEEN}: it has {kind}", None, part, sources)
        if twin is None:
            yield _fault(f"{part.path or part.address} is in one of two syntheses only", part.path, part, sources)
            continue
        for path, message in _compare(part.body, twin.body, part.path, part, elsewhere):
            yield _fault(f"{path} {BETWEEN}: {message}", path, part, sources)
    for part in found.values():
        # No finding can point to it in the document that is judged.
        unplaced = replace(part, address="*")
        yield _fault(f"{part.path or part.address} is in one of two syntheses only", None, unplaced, second_sources)


def _fault(message: str, attribute: str | None, part: Part, sources: Sources) -> Fault:
    construct = part.construct
    if construct is None and part.path.split(".")[0] in CONSTRUCTS:
        # The document does not say of an output or a variable which construct made it; its name is the construct's id.
        named = [path for path in sources if path.rsplit("/", 1)[-1] == part.path.split(".")[1]]
        construct = named[0] if len(named) == 1 else None
    source = Source(*sources[construct]) if construct and construct in sources else None
    return Fault(REPRODUCIBLE, message, source, attribute or None, construct, part.address)


def _parts(graph: Graph, renamed: Mapping[str, str]) -> Iterator[Part]:
    """The parts of a document, those addresses replaced wherever they occur that have another name in the first one."""
    for resource in graph:
        body = {name: value for name, value in resource.raw.items() if name != "//"}
        address = renamed.get(resource.address, resource.address)
        secrets = {text: secret.kind for secret in secrets_of(resource) for text in (secret.value, secret.written)}
        yield Part(address, resource.construct, _rename(body, renamed), secrets=secrets)
    block = graph.configuration
    kinds = {text: secret.kind for secret in secrets_of(block) for text in (secret.value, secret.written)}
    for section, content in block.raw.items():
        if section == "//":
            continue
        for name, body in content.items() if isinstance(content, dict) else [("", content)]:
            yield Part("*", None, _rename(body, renamed), f"{section}.{name}".rstrip("."), kinds)


def _rename(body: Any, renamed: Mapping[str, str]) -> Any:
    if not renamed:
        return body
    text = json.dumps(body)
    for new, old in renamed.items():
        text = re.sub(rf"(?<![\w.-]){re.escape(new)}(?![\w-])", old, text)
    return json.loads(text)


def _renamed(one: Graph, other: Graph) -> Iterator[tuple[str, str]]:
    """The addresses that only the first document has, each with the one of the second that takes its place."""

    def only(graph: Graph, rest: Graph) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in graph:
            if rest.get(resource.address) is None:
                found.setdefault(resource.kind, []).append(resource)
        return found

    gone, new = only(one, other), only(other, one)
    for kind, resources in gone.items():
        if len(resources) == len(new.get(kind, ())):
            for old, replacing in zip(resources, new[kind], strict=True):
                yield old.address, replacing.address


def _compare(
    first: Any, second: Any, path: str, part: Part, elsewhere: Mapping[tuple[str, str, str], int]
) -> Iterator[tuple[str, str]]:
    """The paths at which two values differ, each with what it looks like."""
    if first == second:
        return
    match first, second:
        case dict(), dict():
            for key in dict.fromkeys((*first, *second)):
                name = f"{path}.{key}" if path else key
                if key in first and key in second:
                    yield from _compare(first[key], second[key], name, part, elsewhere)
                else:
                    yield name, "it is in one of the two only"
        case list(), list():
            if sorted(map(_text, first)) == sorted(map(_text, second)):
                yield path, f"the order of its {len(first)} elements, as when they come from a set"
            elif len(first) != len(second):
                yield path, f"it has {len(first)} and {len(second)} elements"
            else:
                for index, pair in enumerate(zip(first, second, strict=True)):
                    yield from _compare(*pair, f"{path}[{index}]", part, elsewhere)
        case str(), str():
            yield from _compare_texts(first, second, path, part, elsewhere)
        case _:
            yield path, f"it is {_name(first)} and {_name(second)}" if _name(first) != _name(second) else _name(first)


def _compare_texts(
    first: str, second: str, path: str, part: Part, elsewhere: Mapping[tuple[str, str, str], int]
) -> Iterator[tuple[str, str]]:
    secret = next((kind for text, kind in part.secrets.items() if text and text in first and text not in second), None)
    inner = _document(first), _document(second)
    if all(isinstance(document, (dict, list)) for document in inner):
        if inner[0] == inner[1]:
            yield path, "the order of the keys, or the spaces, of its JSON"
        else:
            yield from _compare(*inner, path, part, elsewhere)
    elif secret:
        yield path, f"a secret that is made at the synthesis ({secret}, {lengths(first, second)})"
    elif elsewhere[_leaf(part, path, first)]:
        yield path, "its value stands elsewhere the second time, as when the order comes from a set"
    else:
        yield path, kind_of_difference(first, second)


def _document(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _name(value: Any) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a text", dict: "an object", list: "a list"}
    return names.get(type(value), "nothing")


def _leaf(part: Part, path: str, text: str) -> tuple[str, str, str]:
    return part.address.rpartition(".")[0], re.sub(r"\[\d+\]", "[]", path), text


def _leaves(parts: Any) -> Iterator[tuple[str, str, str]]:
    """Every text of the second document by type and attribute."""
    for part in parts:
        pending: list[tuple[str, Any]] = [(part.path, part.body)]
        while pending:
            path, value = pending.pop()
            if isinstance(value, dict):
                pending += [(f"{path}.{key}" if path else key, item) for key, item in value.items()]
            elif isinstance(value, list):
                pending += [(f"{path}[]", item) for item in value]
            elif isinstance(value, str):
                yield _leaf(part, path, value)
