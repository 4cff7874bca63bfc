"""The JSON report: schema stackgate/verdict/1, described by validators/schemas/verdict.json.

Of several runs it is a stackgate/audit/1, which holds the verdicts as `runs`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from stackgate.evidence import Evidence, Pair, SeenResource
from stackgate.finding import Finding, RuleSummary, Verdict
from stackgate.reports.audit import Audit

SCHEMA = "stackgate/verdict/1"
AUDIT_SCHEMA = "stackgate/audit/1"

_A_LINE_EACH = ("documents", "errors", "rules", "decided", "resources", "pairs", "failures")
"""Lists, maybe long ones, of which each record stands on a line of its own."""


def render(audit: Audit) -> str:
    """The verdict as JSON text, or the verdicts of several runs."""
    verdicts = [as_object(run.verdict) for run in audit.runs]
    report = verdicts[0] if len(verdicts) == 1 else {"schema": AUDIT_SCHEMA, "runs": verdicts}
    return "".join(_lines(report)).encode("utf-8", "replace").decode() + "\n"


def as_object(verdict: Verdict) -> dict[str, Any]:
    """The verdict as the JSON object of the report."""
    report = {
        "schema": SCHEMA,
        "verdict": verdict.decision,
        "environment": verdict.environment,
        "judged_at": verdict.judged_at,
        "versions": dict(verdict.versions),
        "engines": list(verdict.engines),
        "documents": [asdict(document) for document in verdict.documents],
        "counts": verdict.counts,
        "findings": [finding_object(finding) for finding in verdict.findings],
        "errors": [asdict(error) for error in verdict.errors],
        "notes": list(verdict.notes),
        "rules": [_rule(rule) for rule in verdict.rules],
    }
    if verdict.shard:
        report["shard"] = asdict(verdict.shard)
    if verdict.decided:
        report["decided"] = [asdict(one) for one in verdict.decided]
    if verdict.evidence:
        report["evidence"] = _evidence(verdict.evidence)
    return report


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding as the JSON object of a report."""
    return {
        "rule": finding.rule,
        "engine": finding.engine,
        "level": finding.level,
        "status": finding.status,
        "stack": finding.stack,
        "address": finding.address,
        "construct": finding.construct,
        "attribute": finding.attribute,
        "value": finding.value,
        "source": asdict(finding.source) if finding.source else None,
        "location": asdict(finding.location) if finding.location else None,
        "message": finding.message,
        "why": finding.why,
        "fix": finding.fix,
        "controls": list(finding.controls),
        "guards": list(finding.guards),
        "fingerprint": finding.fingerprint,
        "occurrence": finding.occurrence,
        "waiver": finding.waiver,
        "corroboration": [asdict(opinion) for opinion in finding.corroboration],
    }


def _rule(rule: RuleSummary) -> dict[str, Any]:
    return {
        "name": rule.name,
        "engine": rule.engine,
        "level": rule.level,
        "summary": rule.summary,
        "why": rule.why,
        "fix": rule.fix,
        "controls": rule.controls,
        "guards": rule.guards,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "resources": [resource_object(resource) for resource in evidence.resources],
        "pairs": [pair_object(pair) for pair in evidence.pairs],
        "failures": [asdict(failure) for failure in evidence.failures],
        "provenance": asdict(evidence.provenance) if evidence.provenance else None,
    }


def resource_object(resource: SeenResource) -> dict[str, Any]:
    """A resource that was seen as the JSON object of a report."""
    return {
        "stack": resource.stack,
        "address": resource.address,
        "type": resource.type,
        "construct": resource.construct,
        "source": asdict(resource.source) if resource.source else None,
        "zone": resource.zone,
        "references": resource.references,
    }


def pair_object(pair: Pair) -> dict[str, Any]:
    """A pair of rule and resource as the JSON object of a report."""
    return {
        "rule": pair.rule,
        "stack": pair.stack,
        "address": pair.address,
        "outcome": pair.outcome,
        "values": pair.values,
    }


def _lines(content: dict[str, Any], indent: str = "") -> Iterator[str]:
    """An object as JSON, two spaces a level, but a record of a long list on a line of its own."""
    yield "{"
    inner = indent + "  "
    for index, (key, value) in enumerate(content.items()):
        yield f"{',' if index else ''}\n{inner}{json.dumps(key)}: "
        if key == "runs":
            yield "["
            for number, run in enumerate(value):
                yield f"{',' if number else ''}\n{inner}  "
                yield from _lines(run, inner + "  ")
            yield f"\n{inner}]"
        elif key == "evidence":
            yield from _lines(value, inner)
        elif key in _A_LINE_EACH and value:
            yield "["
            for number, record in enumerate(value):
                yield f"{',' if number else ''}\n{inner}  {json.dumps(record, ensure_ascii=False)}"
            yield f"\n{inner}]"
        else:
            yield json.dumps(value, indent=2, ensure_ascii=False).replace("\n", f"\n{inner}")
    yield f"\n{indent}}}"
