"""What an attribute holds, as a report shows it: a line of text, without secrets, and cut where it is long.

It is stricter than a message has to be: whatever has the name of a secret, or is one by the provider's schema or by the
plan, is masked whole, however short it is and whatever it looks like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from stackgate.block import Block
from stackgate.embedded import parse_document, parse_template
from stackgate.graph import Graph, Resource
from stackgate.secrets import mask, redact
from stackgate.secrets.finder import PAIRS
from stackgate.secrets.likely import hide, may_name
from stackgate.secrets.names import kind_of
from stackgate.secrets.redaction import SHORTEST
from stackgate.secrets.sensitive import is_secure_parameter, sensitive_attributes
from stackgate.values import Encoded, Reference, Template, Undecidable, Unresolved, as_text, settled

LONGEST = 200
"""So many characters of a value are shown."""
_DEEPEST = 50
_STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|([^.\[\]]+)')
_NAMES = re.compile(r"(?:var|local|data|module|each|[a-z]+_\w+)(?:\.[A-Za-z_][\w-]*|\[(?:\d+|\*)\])+")
_FLAGS = frozenset({"true", "false"})


class _Place(NamedTuple):
    """A value on the way: its path without indices, and whether it is a secret, and all below it."""

    value: Any
    path: tuple[str, ...]
    is_secret: bool


class SeenValues:
    """The values of one document's resources as text; each is worked out once.

    `secrets` are the document's, `marked` the names of the attributes that its plan marks as secret, by address.
    """

    def __init__(self, graph: Graph, secrets: frozenset[str], marked: Mapping[str, Collection[str]]) -> None:
        self._graph = graph
        self._secrets = secrets
        self._marked = marked
        self._too_short = [secret for secret in secrets if len(secret) < SHORTEST]
        self._texts: dict[tuple[str, str], str | None] = {}

    def at(self, address: str, path: str) -> str | None:
        """What a resource holds at a path such as `ingress[0].cidr_blocks`, None where it is not set.

        A path without indices means what lies in each item of a list. A reference is shown as the address that it
        leads to, what holds others as compact JSON.
        """
        if (address, path) not in self._texts:
            resource = self._graph.get(address)
            self._texts[address, path] = self._text(resource, path) if resource else None
        return self._texts[address, path]

    def _text(self, resource: Resource, path: str) -> str | None:
        found = self._found(resource, path)
        if not found:
            return None
        plain = [self._plain(place, resource) for place in found]
        shown = plain[0] if len(plain) == 1 else plain
        text = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
        # Cut afterwards: a secret must not appear in part.
        whole = redact(text, self._secrets)
        return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"

    def _found(self, resource: Resource, path: str) -> list[_Place]:
        """What is set at a path."""
        steps = [key or name for key, name in _STEP.findall(path)]
        found = [_Place(resource, (), False)] if steps else []
        for step in steps:
            found = [inner for place in found for inner in self._step(place, step, resource)]
        return [place for place in found if place.value is not None]

    def _step(self, place: _Place, step: str, resource: Resource) -> Iterator[_Place]:
        value = _opened(place.value)
        if isinstance(value, Unresolved):
            value = settled(value)
        if isinstance(value, (list, tuple)):
            if not step.isdecimal():
                for item in value:
                    yield from self._step(place._replace(value=item), step, resource)
            elif int(step) < len(value):
                yield place._replace(value=value[int(step)])
        elif isinstance(value, (Block, dict)):
            place = place._replace(value=value)
            if _held(value, step) is not None:
                yield self._member(place, step, resource)
            elif step == "0":  # a block that is written as an object
                yield place
            else:  # an item that says `name = step` and has a value
                named = (valued for name, valued in _pairs(value) if name == step)
                yield from (self._member(place, valued, resource) for valued in named)

    def _member(self, place: _Place, key: Any, resource: Resource) -> _Place:
        """A member of an object, and whether it is a secret."""
        path = (*place.path, str(key))
        is_secret = (
            place.is_secret
            or kind_of(path[-1]) is not None
            or _may_name(path[-1], _held(place.value, key))
            or any(valued == key and _names(name, _held(place.value, key)) for name, valued in _pairs(place.value))
            or self._is_marked(path, resource)
        )
        return _Place(_held(place.value, key), path, is_secret)

    def _is_marked(self, path: tuple[str, ...], resource: Resource) -> bool:
        """Whether the provider's schema says that an attribute is secret, or the plan that something in it is."""
        return (
            ".".join(path) in sensitive_attributes(resource)
            or path[0] in self._marked.get(resource.address, ())
            or (path == ("value",) and is_secure_parameter(resource))
        )

    def _plain(self, place: _Place, resource: Resource, depth: int = 0) -> Any:
        """A value as plain data for JSON, each text in it without secrets."""
        value = place.value if place.is_secret else _opened(place.value)
        if depth > _DEEPEST:
            return "…"
        if isinstance(value, Encoded):
            value = value.value
        if isinstance(value, (Block, dict)):
            place = place._replace(value=value)
            return {
                redact(str(key), self._secrets): self._plain(self._member(place, key, resource), resource, depth + 1)
                for key in value
                if key != "//"
            }
        if isinstance(value, (list, tuple)):
            options = (before if str(before).startswith("-") else "" for before in ("", *value))
            return [
                self._plain(_Place(item, place.path, place.is_secret or _names(option, item)), resource, depth + 1)
                for item, option in zip(value, options, strict=False)
            ]
        return self._leaf(value, place.is_secret)

    def _leaf(self, value: Any, is_secret: bool) -> Any:
        if value is None or isinstance(value, bool):
            return value
        is_number = isinstance(value, (int, float))
        text = as_text(value) if is_number else _address(value) if isinstance(value, Reference) else str(value)
        if is_secret and not (text in _FLAGS or _leads_elsewhere(value)):
            return mask(text)
        if any(secret == text if is_number else secret in text for secret in self._too_short):
            return mask(text)
        return value if is_number else hide(redact(text, self._secrets))


def _names(name: Any, value: Any) -> bool:
    """Whether a name of the document's own, or an option of a command, is that of a secret, or may be."""
    return isinstance(name, str) and (kind_of(name) is not None or _may_name(name, value))


def _may_name(name: str, value: Any) -> bool:
    return isinstance(value, str) and may_name(name, value)


def _address(reference: Reference) -> str:
    return f"{reference.target}.{reference.attribute}" if reference.attribute else reference.target


def _leads_elsewhere(value: Any) -> bool:
    """Whether a value is a reference, or an expression of names alone, so that it holds nothing itself."""
    return isinstance(value, Reference) or (
        isinstance(value, Unresolved) and _NAMES.fullmatch(value.expression) is not None
    )


def _opened(value: Any) -> Any:
    """The JSON document in a text, or the value itself."""
    if not isinstance(value, (str, Template)) or not str(value).lstrip().startswith(("{", "[")):
        return value
    try:
        document = parse_template(value) if isinstance(value, Template) else parse_document(value)
    except (Undecidable, RecursionError):
        return value
    return document if isinstance(document, (dict, list)) else value


def _held(value: Block | Mapping[Any, Any], key: Any) -> Any:
    """What an object has under a key, or None."""
    return value.peek(key) if isinstance(value, Block) else value.get(key)


def _pairs(value: Block | Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    """The names that an object gives one of its members, and that member's key, as an environment variable does."""
    written = value.raw if isinstance(value, Block) else value
    for key, valued in PAIRS:
        if key in written and valued in written:
            yield str(_held(value, key)), valued
