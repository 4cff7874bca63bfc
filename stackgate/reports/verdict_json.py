"""The JSON report: schema stackgate/verdict/1, described by validators/schemas/verdict.json."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from stackgate.finding import Finding, Verdict

SCHEMA = "stackgate/verdict/1"


def render(verdict: Verdict) -> str:
    """The verdict as JSON text."""
    return json.dumps(as_object(verdict), indent=2, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"


def as_object(verdict: Verdict) -> dict[str, Any]:
    """The verdict as the JSON object of the report."""
    report = {
        "schema": SCHEMA,
        "verdict": verdict.decision,
        "environment": verdict.environment,
        "engines": list(verdict.engines),
        "documents": [asdict(document) for document in verdict.documents],
        "counts": verdict.counts,
        "findings": [_finding(finding) for finding in verdict.findings],
        "errors": [asdict(error) for error in verdict.errors],
        "notes": list(verdict.notes),
    }
    if verdict.decided:
        report["decided"] = [asdict(one) for one in verdict.decided]
    return report


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "engine": finding.engine,
        "level": finding.level,
        "status": finding.status,
        "stack": finding.stack,
        "address": finding.address,
        "construct": finding.construct,
        "attribute": finding.attribute,
        "source": asdict(finding.source) if finding.source else None,
        "location": asdict(finding.location) if finding.location else None,
        "message": finding.message,
        "why": finding.why,
        "fix": finding.fix,
        "controls": list(finding.controls),
        "guards": list(finding.guards),
        "fingerprint": finding.fingerprint,
        "waiver": finding.waiver,
        "corroboration": [asdict(opinion) for opinion in finding.corroboration],
    }
