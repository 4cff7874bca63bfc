"""One finding as a SARIF result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stackgate.finding import Finding, Status, Verdict
from stackgate.reports.one_line import one_line
from stackgate.reports.sarif.places import main_location, related_locations

_LONGEST_MESSAGE = 4_000
_LONGEST_VALUE = 1_000
_KIND: Mapping[Status, str] = {"fail": "fail", "unknown": "open", "waived": "fail"}


def result(finding: Finding, verdict: Verdict, indexes: Mapping[str, int]) -> dict[str, Any]:
    """The finding as a result of its verdict's run; `indexes` are the places of the rules in the run's list.

    An open question is of kind `open`, to which SARIF gives the level `none`: what it comes to stands in the
    properties. Code scanning knows no suppressions: a waived finding is an alert there until somebody dismisses it,
    as the action advanced-security/dismiss-alerts does by what stands here.

    Code scanning tells alerts apart by rule, file and `primaryLocationLineHash` alone. Filled in by its upload action,
    that is a hash of the source line, which all the resources of one loop share, and which changes with the line. The
    finding's own fingerprint stands there instead; the action keeps it, and logs that it would have taken another.
    """
    content: dict[str, Any] = {
        "ruleId": one_line(finding.rule, 255),
        "kind": _KIND[finding.status],
        "level": "none" if finding.status == "unknown" else finding.level,
        "message": {"text": _message(finding)},
        "locations": [main_location(finding, verdict)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
            "stackgate/v1": finding.fingerprint,
        },
        "properties": _properties(finding),
    }
    if finding.rule in indexes:
        content["ruleIndex"] = indexes[finding.rule]
    if related := related_locations(finding):
        content["relatedLocations"] = related
    if finding.status == "waived":
        content["suppressions"] = [_suppression(finding.waiver or {})]
    return content


def _message(finding: Finding) -> str:
    """The message, of which a narrow view shows the first sentence, and the fix."""
    undecided = "cannot be decided: " if finding.status == "unknown" else ""
    told = f"{finding.address}: {undecided}{finding.message.rstrip('.')}."
    text = f"{one_line(told, _LONGEST_MESSAGE)} {one_line(finding.fix, _LONGEST_MESSAGE)}".strip()
    # In SARIF's messages, too, brackets with a parenthesis right behind them are a link.
    return text.replace("](", "] (")


def _properties(finding: Finding) -> dict[str, Any]:
    told = {
        "status": finding.status,
        "level": finding.level,
        "stack": finding.stack,
        "attribute": finding.attribute,
        "value": finding.value,
    }
    properties: dict[str, Any] = {
        name: one_line(text, _LONGEST_VALUE) for name, text in told.items() if text is not None
    }
    properties["blocks"] = finding.blocks
    if finding.corroboration:
        said = [{"check": one_line(one.check, 255), "result": one.result} for one in finding.corroboration]
        properties["corroboration"] = said
    return properties


def _suppression(waiver: Mapping[str, str]) -> dict[str, Any]:
    told = {name: one_line(waiver.get(name, ""), _LONGEST_VALUE) for name in ("reason", "owner", "expires")}
    return {
        "kind": "external",
        "status": "accepted",
        "justification": f"{told['reason']} (accepted by {told['owner']} until {told['expires']})",
        "properties": told,
    }
