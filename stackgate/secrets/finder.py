"""Finds the literal secrets of a document: by the provider's schema, by the names of things, and by their own form."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from stackgate.block import Block
from stackgate.embedded import parse_document, parse_template
from stackgate.expression import UNREADABLE
from stackgate.graph import Graph, Resource
from stackgate.secrets.derived import with_derived
from stackgate.secrets.glance import shows_no_trace
from stackgate.secrets.names import (
    UNKNOWN,
    is_of_database,
    is_random_key,
    is_written_out,
    kind_of,
    looks_mixed,
    looks_random,
    reads_like_secret,
)
from stackgate.secrets.sensitive import is_secure_parameter, sensitive_attributes
from stackgate.secrets.text import has_hint, secrets_in_text
from stackgate.values import Encoded, Reference, Template, Undecidable, Unresolved

_PROSE = frozenset({"comment", "description", "alarm_description", "Description"})
PAIRS = (("name", "value"), ("key", "value"), ("Name", "Value"), ("Key", "Value"), ("ParameterKey", "ParameterValue"))
"""The two keys of an object that gives something a name and a value, as an environment variable of a container."""
_SAYS_NOTHING = frozenset({"default", "value", "Default", "Value", "secret_string", "secret_string_wo", "plaintext"})
"""Names for which the name above them, or beside them, is the one that counts."""
_NO_SECRET_MEMBERS = re.compile(
    r"(?i)user(_?name)?|login|e?mail|engine|host(_?name)?|port|end_?point|reader_?end_?point|url|region|note|type"
    r"|description|comment|(db|database)?_?(name|identifier|instance_?identifier|cluster_?identifier)|database|schema"
    r"|master_?arn|.*_(id|arn|name|user)|client_?id|version|ssl|tls|environment"
)
"""Members of a secret that tell where it is used and by whom."""
_QUOTED = re.compile(r'"((?:[^"\\$]|\\.)+)"')
"""A literal in an expression, such as `upper("...")`."""
_EXPRESSION = re.compile(r"[$%]\{[^{}]*\}?")
_ENCODED = frozenset({"user_data", "user_data_base64", "content_base64", "UserData"})
"""Attributes that may hold text in base64."""
_DECLARATIONS = (("variable",), ("output",))
"""The blocks of a configuration that may be declared sensitive."""


class Secret(NamedTuple):
    """A literal secret: the path of the attribute (`container_definitions.0.environment.DB_PASSWORD`), the value and
    its kind (`database password`). `written` is the text of the document that holds it in another encoding, or empty.
    """

    attribute: str
    value: str
    kind: str
    written: str = ""


class _Place(NamedTuple):
    """A value on the way: its path, the name that tells what it is, and whether it is known to be a secret."""

    value: Any
    path: tuple[str, ...]
    name: str
    sensitive: bool


_FOUND: WeakKeyDictionary[Block, list[Secret]] = WeakKeyDictionary()


def secrets_of(block: Block) -> list[Secret]:
    """The literal secrets in a resource, or in `graph.configuration`, however deep: in JSON and base64 as well.

    Worked out once for each block, whose attributes do not count as read. What a reference points to is not here: it is
    a secret of its own resource.
    """
    if block not in _FOUND:
        reads, block.reads = block.reads, None  # whoever asks first must not be told to have read it all
        try:
            _FOUND[block] = list(dict.fromkeys(_search(block)))
        finally:
            block.reads = reads
    return _FOUND[block]


def remember(block: Block, secrets: list[Secret]) -> None:
    """Keep the secrets that another process found in a block of the same document."""
    _FOUND[block] = secrets


def secrets_in(graph: Graph) -> frozenset[str]:
    """Every literal secret of a document, and what is made of one: text to be kept out of all output, see `redact`."""
    blocks = (graph.configuration, *graph.beside, *graph)
    secrets = [secret for block in blocks for secret in secrets_of(block)]
    literal = frozenset(text for secret in secrets for text in (secret.value, secret.written) if text)
    return with_derived((*blocks, *graph.local_values, *graph.unplanned), literal | graph.plan_secrets)


def _search(block: Block) -> Iterator[Secret]:
    if isinstance(block, Resource) and shows_no_trace(block):
        return
    owner, marked, encrypted = "", frozenset[str](), False
    if isinstance(block, Resource):
        owner, marked, encrypted = block.type, sensitive_attributes(block), is_secure_parameter(block)
    pending = [_Place(block, (), "", False)]
    while pending:
        place = pending.pop()
        value = place.value
        if isinstance(value, (str, Template, Encoded)):
            document = _document(value, place.sensitive)
            value = value if document is None else document
        if isinstance(value, (Block, dict)):
            pending.extend(_members(value, place, marked))
        elif isinstance(value, list):
            pending.extend(_Place(item, (*place.path, str(i)), place.name, place.sensitive) for i, item in _last(value))
        elif value is not None and not isinstance(value, (bool, Reference)):
            yield from _judged(place, owner, encrypted and place.path == ("value",))


def _last(items: list[Any]) -> Iterator[tuple[int, Any]]:
    """The items with their indices, the last first, as what is put on a stack."""
    return zip(range(len(items) - 1, -1, -1), reversed(items), strict=True)


def _members(value: Block | dict[Any, Any], place: _Place, marked: frozenset[str]) -> list[_Place]:
    """The members of an object, the last first."""
    members = {key: value.peek(key) for key in value.raw} if isinstance(value, Block) else value
    named, valued, shown = _pair(members, place)
    declared = place.path[:1] in _DECLARATIONS and members.get("sensitive") is True
    above = ".".join(step for step in place.path if not step.isdigit()) + "." if marked and place.path else ""
    places = []
    for key, item in members.items():
        name = str(key)
        if name == "//":
            continue
        sensitive = place.sensitive and not _NO_SECRET_MEMBERS.fullmatch(name)
        sensitive = sensitive or (declared and name in _SAYS_NOTHING) or above + name in marked
        if name == valued:
            places.append(_Place(item, shown, named, sensitive))
        else:
            means = place.name if name in _SAYS_NOTHING else name
            places.append(_Place(item, (*place.path, name), means, sensitive))
    return places[::-1]


def _pair(members: Mapping[Any, Any], place: _Place) -> tuple[str, str | None, tuple[str, ...]]:
    """The name that an object gives its value, the key of that value, and the path by which to show it."""
    for key, valued in PAIRS:
        if key in members and valued in members:
            name = members[key]
            if isinstance(name, str) and not isinstance(members[valued], (Block, dict, list)):
                in_list = place.path and place.path[-1].isdigit()
                return name, valued, (*place.path[:-1], name) if in_list else (*place.path, valued)
    return "", None, ()


def _document(value: Any, sensitive: bool) -> Any:
    """The JSON document in a text, or None where it holds none or nothing that could be a secret."""
    if isinstance(value, Encoded):
        return value.value
    text = _literal_text(value)
    if not text.lstrip().startswith(("{", "[")) or not (sensitive or has_hint(text)):
        return None
    try:
        document = parse_template(value) if isinstance(value, Template) else parse_document(value)
    except (Undecidable, RecursionError):
        return None
    return document if isinstance(document, (dict, list)) else None


def _judged(place: _Place, owner: str, encrypted: bool) -> Iterator[Secret]:
    """What is secret in a single value; `owner` is the resource's type, `encrypted` that AWS keeps the value so."""
    value, path, name, sensitive = place
    kind = kind_of(name)
    if kind == "password" and is_of_database(owner):
        kind = "database password"
    if isinstance(value, Unresolved) and not isinstance(value, Template):
        yield from _in_text(value.expression, path)
        if sensitive or kind:
            for literal in _literals(value):
                yield Secret(".".join(path), literal, kind or "secret")
        return
    text = _literal_text(value)
    if sensitive and is_written_out(text):
        for part in filter(is_written_out, text.split(UNKNOWN)):
            yield Secret(".".join(path), part, kind or "secret")
    elif kind and reads_like_secret(name, kind, text):
        yield Secret(".".join(path), text, kind)
    elif is_random_key(name, text) or (encrypted and looks_random(text)):
        yield Secret(".".join(path), text, kind or "key")
    elif path[-1] not in _PROSE:
        yield from _in_text(text, path)
        if path[-1] in _ENCODED:
            yield from _in_base64(text, path)


def _literals(value: Unresolved) -> list[str]:
    """What is part of a secret in an expression: literals in quotes, and what stands beside expressions.

    Of a text that cannot be read nobody knows where its expressions end: a password may have `${` in it.
    """
    text = value.expression
    beside = _EXPRESSION.split(text) if _EXPRESSION.search(text) else []
    if beside and value.reason.startswith(UNREADABLE):
        return [text]
    return [*filter(looks_mixed, (*_QUOTED.findall(text), *(part for part in beside if '"' not in part)))]


def _literal_text(value: Any) -> str:
    if isinstance(value, Template):
        return "".join(part if isinstance(part, str) else UNKNOWN for part in value.parts)
    return str(value)


def _in_text(text: str, path: tuple[str, ...], written: str = "") -> Iterator[Secret]:
    if has_hint(text):
        for name, value, kind in secrets_in_text(text):
            yield Secret(".".join((*path, name) if name else path), value, kind, written)


def _in_base64(text: str, path: tuple[str, ...]) -> Iterator[Secret]:
    try:
        decoded = base64.b64decode(text, validate=False).decode("utf-8")
    except (binascii.Error, ValueError):
        return
    yield from _in_text(decoded, path, written=text)
