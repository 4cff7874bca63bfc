"""Terraform's functions that encode and decode: JSON, YAML, CSV, Base64, URLs."""

from __future__ import annotations

import base64
import codecs
import csv
import io
import re
from typing import Any
from urllib.parse import quote_plus

from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.functions.json_text import decode_json, encode_json
from stackgate.expression.functions.registry import function
from stackgate.expression.settle import plain
from stackgate.expression.value_type import TypedList
from stackgate.values import Encoded

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_QUOTED = re.compile(r'(?:^|(?<=[,\n]))"(?:[^"]|"")*"(?=,|\r?\n|\Z)')
_ENCODINGS = {
    "utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "us-ascii": "ascii",
    "iso-8859-1": "latin-1", "windows-1252": "cp1252",
}  # fmt: skip
"""Names of the IANA's register; Terraform knows more."""


@function("jsonencode", "value")
def jsonencode(value: Any) -> Any:
    """The value as JSON; Encoded where some of it is a reference or not known."""
    if _is_plain(value):
        return encode_json(value)
    return Encoded("jsonencode(...)", value)


def _is_plain(value: Any) -> bool:
    used: list[Any] = []
    try:
        plain(value, used)
    except NotKnown:
        return False
    return not used


@function("jsondecode", "string")
def jsondecode(text: str) -> Any:
    """The value of a JSON text."""
    return decode_json(text)


@function("csvdecode", "string")
def csvdecode(text: str) -> TypedList:
    """A row of a CSV text as an object, its attributes named by the first row."""
    if '"' in _QUOTED.sub("", text):
        raise Refused("a quote inside a field")
    try:
        header, *rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise Refused(str(error)) from None
    if len(set(header)) < len(header) or any(len(row) != len(header) for row in rows):
        raise Refused("a row that is not like the first, or a name that comes twice")
    return TypedList(dict(sorted(zip(header, row, strict=True))) for row in rows)


@function("base64encode", "string")
def base64encode(text: str) -> str:
    """The text's bytes in Base64."""
    return base64.b64encode(text.encode()).decode()


@function("base64decode", "string")
def base64decode(text: str) -> str:
    """The text whose bytes these are."""
    return _bytes(text).decode()


def _bytes(text: str) -> bytes:
    bare = text.replace("\n", "").replace("\r", "")
    if not _BASE64.fullmatch(bare):
        raise Refused("not Base64")
    return base64.b64decode(bare)


@function("textencodebase64", "string string")
def textencodebase64(text: str, encoding: str) -> str:
    """The text's bytes in an encoding, in Base64."""
    return base64.b64encode(codecs.encode(text, _codec(encoding))).decode()


@function("textdecodebase64", "string string")
def textdecodebase64(text: str, encoding: str) -> str:
    """The text whose bytes, in an encoding, these are."""
    return str(codecs.decode(_bytes(text), _codec(encoding)))


def _codec(name: str) -> str:
    if name.lower() not in _ENCODINGS:
        raise NotKnown(reason=f"text in the encoding {name}")
    return _ENCODINGS[name.lower()]


@function("urlencode", "string")
def urlencode(text: str) -> str:
    """The text as it stands in a query of a URL."""
    return quote_plus(text)
