"""Reads the JSON report back: a verdict of another day, of another machine, or several of an audit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from stackgate.finding import OUTCOMES, Verdict
from stackgate.reports.verdict_json import AUDIT_SCHEMA, SCHEMA

_VERDICT = TypeAdapter(Verdict)
_WAIVER = {"reason", "owner", "expires"}


class _RepeatedKeyError(Exception):
    """An object with a key twice says one thing to one reader and another to the next."""


class StoredError(Exception):
    """A file that holds no verdict; the text names it and says why."""


def read_verdicts(path: Path) -> list[Verdict]:
    """The verdict in a JSON report, or the verdicts of an audit's.

    Keys that it does not know are passed over: a later version may have written them. Raises StoredError for a file
    that cannot be read, is no such report, or whose findings do not bear out the verdict that it names.
    """
    try:
        content = json.loads(path.read_bytes(), object_pairs_hook=_without_repetition)
    except OSError as error:
        raise StoredError(f"{path}: cannot be read: {error.strerror}") from None
    except _RepeatedKeyError as error:
        raise StoredError(f"{path}: has the key {str(error)[:100]!r} twice in one object") from None
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
    for fault in _contradictions(verdict, [finding.get("fingerprint") for finding in content["findings"]]):
        raise StoredError(f"{where}: {fault}")
    return verdict


def _without_repetition(members: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in members:
        if key in content:
            raise _RepeatedKeyError(key)
        content[key] = value
    return content


def _contradictions(verdict: Verdict, fingerprints: list[Any]) -> Iterator[str]:
    """What a verdict says that something else in it does not bear out, as where a part of it was edited."""
    counts, findings = verdict.counts, verdict.findings
    if counts.keys() != {"judged", *OUTCOMES}:
        yield f"counts: has other keys than judged, {', '.join(OUTCOMES)}"
        return
    if counts["judged"] != sum(counts[outcome] for outcome in OUTCOMES) or min(counts.values()) < 0:
        yield "counts: the outcomes do not add up to what was judged"
    if verdict.decision == "allowed" and not counts["judged"] and verdict.shard is None:
        yield "counts: it is allowed, but nothing was judged"
    for number, (finding, fingerprint) in enumerate(zip(findings, fingerprints, strict=True)):
        if fingerprint != finding.fingerprint:
            yield f"findings.{number}: its fingerprint is another"
        if finding.status == "waived" and not _WAIVER.issubset(finding.waiver or {}):
            yield f"findings.{number}: is waived without a waiver"
    # Of each pair the worst finding is there. Pairs of documents of one name can look alike, so the bounds may differ.
    most = Counter(finding.outcome for finding in findings)
    least = Counter(outcome for _, outcome in {(finding.pair, finding.outcome) for finding in findings})
    if least["fail"] > counts["fail"] or any(counts[outcome] > most[outcome] for outcome in OUTCOMES[1:]):
        yield "counts: the findings are not those that were counted"
    if verdict.evidence:
        pairs = verdict.evidence.pairs
        bad = {(pair.key, pair.outcome) for pair in pairs if pair.outcome != "pass"}
        told = {(finding.pair, finding.outcome) for finding in findings if finding.status != "pass"}
        if Counter(pair.outcome for pair in pairs) != Counter({name: counts[name] for name in OUTCOMES}):
            yield "evidence: its pairs are not those that were counted"
        if not bad <= told or {pair for pair, _ in told} != {pair for pair, _ in bad}:
            yield "evidence: its pairs do not have the outcomes of the findings"
