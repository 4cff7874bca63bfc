"""Reads the JSON report back: a verdict of another day, of another machine, or several of an audit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from stackgate.finding import Verdict
from stackgate.reports.verdict_json import AUDIT_SCHEMA, SCHEMA

_VERDICT = TypeAdapter(Verdict)
_IN_ALL = ("pass", "fail", "warning", "unknown", "waived")


class StoredError(Exception):
    """A file that holds no verdict; the text names it and says why."""


def read_verdicts(path: Path) -> list[Verdict]:
    """The verdict in a JSON report, or the verdicts of an audit's.

    Keys that it does not know are passed over: a later version may have written them. Raises StoredError for a file
    that cannot be read, is no such report, or whose findings do not bear out the verdict that it names.
    """
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise StoredError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise StoredError(f"{path}: is not JSON") from None
    schema = content.get("schema") if isinstance(content, dict) else None
    if schema == SCHEMA:
        return [_verdict(content, str(path))]
    runs = content.get("runs") if schema == AUDIT_SCHEMA else None
    if not isinstance(runs, list) or not runs:
        raise StoredError(f"{path}: is no JSON report of Stackgate ({SCHEMA} or {AUDIT_SCHEMA})")
    return [_verdict(run, f"{path}: run {number}") for number, run in enumerate(runs, start=1)]


def _verdict(content: Any, where: str) -> Verdict:
    try:
        # As JSON text: in strict mode only JSON's lists may become tuples.
        verdict = _VERDICT.validate_json(json.dumps(content), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise StoredError(f"{where}: {place or 'the report'}: {first['msg']}") from None
    if content.get("verdict") != verdict.decision:
        raise StoredError(f"{where}: says {content.get('verdict')!r}, but by its findings it is {verdict.decision}")
    if verdict.counts.keys() != {"judged", *_IN_ALL}:
        raise StoredError(f"{where}: counts: has other keys than judged, {', '.join(_IN_ALL)}")
    if verdict.counts["judged"] != sum(verdict.counts[outcome] for outcome in _IN_ALL):
        raise StoredError(f"{where}: counts: the outcomes do not add up to what was judged")
    return verdict
