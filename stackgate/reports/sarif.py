"""The SARIF 2.1.0 report, for code scanning. Source: OASIS, Static Analysis Results Interchange Format 2.1.0."""

from __future__ import annotations

import json
from typing import Any

from stackgate import __version__
from stackgate.finding import Finding, RuleSummary, Verdict
from stackgate.reports.audit import Audit

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(audit: Audit) -> str:
    """The audit as a SARIF log, a run for each verdict."""
    runs = [_run(run.verdict) for run in audit.runs]
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": runs}, indent=2) + "\n"


def _run(verdict: Verdict) -> dict[str, Any]:
    indexes = {rule.name: index for index, rule in enumerate(verdict.rules)}
    return {
        "tool": {
            "driver": {
                "name": "stackgate",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in verdict.rules],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not verdict.errors,
                "exitCode": verdict.exit_status,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": f"{error.where}: {error.message}"}}
                    for error in verdict.errors
                ],
            }
        ],
        "properties": {"verdict": verdict.decision, "environment": verdict.environment},
        "results": [_result(finding, indexes) for finding in verdict.findings],
    }


def _rule(rule: RuleSummary) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.why}"},
        "help": {
            "text": f"{rule.why}\n\nFix: {rule.fix}",
            "markdown": f"{rule.why}\n\n**Fix:** {rule.fix}",
        },
        "properties": {"tags": [rule.engine, *rule.controls, *rule.guards]},
    }


def _result(finding: Finding, indexes: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "kind": {"fail": "fail", "unknown": "open", "waived": "fail", "pass": "pass"}[finding.status],
        "level": finding.level if finding.status in ("fail", "waived") else "none",
        "message": {"text": f"{finding.address}: {finding.message}. {finding.fix}".strip()},
        "locations": [_location(finding)],
        "partialFingerprints": {"stackgate/v1": finding.fingerprint},
    }
    if finding.corroboration:
        said = [{"check": opinion.check, "result": opinion.result} for opinion in finding.corroboration]
        result["properties"] = {"corroboration": said}
    if finding.rule in indexes:
        result["ruleIndex"] = indexes[finding.rule]
    if finding.waiver:
        result["suppressions"] = [{"kind": "external", "justification": finding.waiver.get("reason", "")}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    named = [{"fullyQualifiedName": finding.address, "kind": "resource"}]
    if finding.construct:
        named.append({"fullyQualifiedName": finding.construct, "kind": "member"})
    place: dict[str, Any] = {"logicalLocations": named}
    if finding.source:
        place["physicalLocation"] = _physical(finding.source.file, finding.source.line)
    elif finding.location:
        place["physicalLocation"] = _physical(finding.location.path, finding.location.line)
    return place


def _physical(path: str, line: int | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": path.replace("\\", "/")}}
    if line:
        physical["region"] = {"startLine": line}
    return physical
