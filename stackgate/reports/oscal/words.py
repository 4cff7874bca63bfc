"""The data types of OSCAL: identifiers, tokens, strings, properties and points in time."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from stackgate.reports.markdown.text import cut

NAMESPACE = "pkg:pypi/stackgate"
"""Of properties that OSCAL does not define."""

_UUIDS = uuid5(NAMESPACE_URL, NAMESPACE)
_NIST = re.compile(r"([A-Z]{2}-\d+)(?:\((\d+)\))?")
_NO_TOKEN = re.compile(r"[^A-Za-z0-9._-]+")
_UNDATED = "1970-01-01T00:00:00Z"

Object = dict[str, Any]


def identifier(*parts: str) -> str:
    """The UUID (version 5) of what the parts name; the same one in every report."""
    named = "\0".join(part.replace("\0", "\0\0") for part in parts)
    return str(uuid5(_UUIDS, hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()))


def control_id(control: str) -> str:
    """A control as a token; those of NIST SP 800-53 as NIST's OSCAL catalog names them: `sc-7.10` for `SC-7(10)`."""
    if nist := _NIST.fullmatch(control):
        return ".".join(part for part in nist.groups() if part).lower()
    token = _NO_TOKEN.sub("-", control)
    return token if re.match("[A-Za-z_]", token) else f"_{token}"


def string(text: str) -> str:
    """The text as OSCAL's string: on one line, without space around it, not empty, and cut where it is long."""
    return cut(text).strip() or "(empty)"


def prop(name: str, value: str, namespace: str | None = NAMESPACE) -> Object:
    """A property; without a namespace it is one of OSCAL's own."""
    return given(name=name, ns=namespace, value=string(value))


def moment(text: str) -> str:
    """A time with its zone; the beginning of 1970 where the text tells none, for OSCAL wants one."""
    try:
        told = datetime.fromisoformat(text)
        known = (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return _UNDATED
    return known.strftime("%Y-%m-%dT%H:%M:%SZ")


def given(**values: Any) -> Object:
    """The object of what is given: OSCAL has no empty lists and no null. `_` stands for `-` in a name."""
    return {name.rstrip("_").replace("_", "-"): value for name, value in values.items() if value not in (None, [], "")}
