"""Reads a document strictly: what is not exactly one JSON object in UTF-8 is refused, with the place."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from stackgate.address import parse_address
from stackgate.embedded import MAX_DEPTH, is_deep
from stackgate.lines import Lines

MAX_BYTES = 256 * 1024 * 1024

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(
    r"""(?P<token>"(?:[^"\\]|\\.)*"|[{}\[\]]|-?(?:Infinity|NaN|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))(?P<colon>\s*:)?"""
)
"""What a JSON text is made of, as far as it can be at fault."""


class DocumentError(Exception):
    """A document that cannot be read; the text says why and, where it can be told, at which line."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its path, the text, its JSON object, and the SHA-256 of its bytes in hexadecimal."""

    path: Path
    text: str
    content: dict[str, Any]
    sha256: str
    _lines: Lines = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lines", Lines(self.text))

    @property
    def stack(self) -> str:
        """The stack's name as CDKTF wrote it, else the name of the document's folder."""
        try:
            name = self.content["//"]["metadata"]["stackName"]
        except (KeyError, TypeError):
            name = None
        return name if isinstance(name, str) and name else self.path.resolve().parent.name

    def line_of(self, address: str) -> int | None:
        """The line at which a resource's block begins, or None in a document that is not written one key a line.

        An instance has the line of its resource, and what lies in a module that of the module's call.
        """
        try:
            found = parse_address(address)
        except ValueError:
            return None
        if found.modules:
            return self._lines.of("module", found.modules[0].partition("[")[0])
        return self._lines.of("data" if found.is_data else "resource", found.type, found.name)


def is_plan(content: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a plan, or means to be one, and no document: a document has no such keys."""
    return not {"format_version", "planned_values", "resource_changes"}.isdisjoint(content)


def read_document(path: Path) -> Document:
    """Read the document at `path`.

    Raises DocumentError for what is missing, too large, not UTF-8, not JSON, not an object, nested too deep, or has a
    key twice, a number that is not finite or half a character.
    """
    try:
        with path.open("rb") as file:
            too_large = os.fstat(file.fileno()).st_size > MAX_BYTES
            data = b"" if too_large else file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror}") from None
    if too_large or len(data) > MAX_BYTES:
        raise DocumentError(f"is larger than {MAX_BYTES // 1024**2} MiB")
    text = _decode(data)
    content = parse(text)
    return Document(path, text, content, hashlib.sha256(data).hexdigest())


def _decode(data: bytes) -> str:
    if not data.strip():
        raise DocumentError("is empty")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        raise DocumentError("is not UTF-8 but UTF-16 or UTF-32")
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(f"is not UTF-8: invalid byte at line {line}, offset {error.start}") from None


def parse(text: str) -> dict[str, Any]:
    """The JSON object that a text holds. Raises DocumentError as `read_document` does."""
    try:
        content = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_float)
        if not isinstance(content, dict):
            raise DocumentError(f"is not a JSON object but {_kind(content)}")
        if is_deep(content):
            _refuse("depth")
        if _SURROGATE.search(text):
            json.dumps(content, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise DocumentError(f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except (RecursionError, ValueError):
        raise DocumentError(_first_fault(text)) from None
    return content


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    return content if len(content) == len(pairs) else _refuse("a key twice")


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)


def _float(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse(digits)


def _first_fault(text: str) -> str:
    """What is wrong, and where, in a text that Python takes for JSON, or gives up on without telling the place."""
    open_keys: list[set[str] | None] = []  # of each object or list around the token: an object's keys so far
    for match in _TOKEN.finditer(text):
        token, fault = match["token"], ""
        if token in ("}", "]"):
            open_keys.pop()
        elif token in ("{", "["):
            open_keys.append(set() if token == "{" else None)
            fault = f"is nested deeper than {MAX_DEPTH} levels" if len(open_keys) > MAX_DEPTH else ""
        elif token[0] != '"':
            fault = "" if math.isfinite(float(token)) else f"has a number that is not finite: {token[:20]}"
        else:
            string, keys = json.loads(token, strict=False), open_keys[-1] if open_keys else None
            if _HALF.search(string):
                fault = "has a string that is not Unicode text"
            elif match["colon"] and keys is not None:
                fault = f"has the key {string!r} twice in one object" if string in keys else ""
                keys.add(string)
        if fault:
            line = text.count("\n", 0, match.start()) + 1
            return f"{fault}, at line {line}, column {match.start() - text.rfind(chr(10), 0, match.start())}"
    return "is not JSON that can be read"


def _kind(value: Any) -> str:
    names = {list: "a list", str: "a string", bool: "a boolean", int: "a number", float: "a number"}
    return names.get(type(value), "null")
