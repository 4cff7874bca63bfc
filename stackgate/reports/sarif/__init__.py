"""The SARIF 2.1.0 report, made for GitHub's code scanning and valid for any reader.

Sources: OASIS, Static Analysis Results Interchange Format 2.1.0; GitHub, SARIF support for code scanning.

GitHub refuses a file of more than 20 runs, a run of more than 25,000 results or rules, and a file of more than 10 MB
under gzip. What is left out for that is the least bad, and a notification of the run says how much it is.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from stackgate import __version__
from stackgate.finding import WORST_FIRST, Finding, Verdict
from stackgate.reports.audit import Audit, JudgedRun
from stackgate.reports.one_line import one_line
from stackgate.reports.sarif.places import ROOT, artifact
from stackgate.reports.sarif.results import result
from stackgate.reports.sarif.rules import descriptor

MOST_RUNS = 20
MOST_RESULTS = 25_000
MOST_RULES = 25_000
MOST_SHOWN = 5_000
LARGEST_FILE = 10_000_000
"""Bytes under gzip."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LONGEST = 4_000
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def render(audit: Audit) -> str:
    """The audit as a SARIF log, a run for each verdict."""
    worst = {run.name for run in sorted(audit.runs, key=lambda run: -run.verdict.exit_status)[:MOST_RUNS]}
    kept = [run for run in audit.runs if run.name in worst]
    left_out = [run.name for run in audit.runs if run.name not in worst]
    most_results = MOST_RESULTS
    log = _log(kept, left_out, most_results)
    while most_results and not _fits(log):
        most_results //= 2
        log = _log(kept, left_out, most_results)
    return log


def _fits(log: str) -> bool:
    return len(log) <= LARGEST_FILE or len(gzip.compress(log.encode(), compresslevel=6)) <= LARGEST_FILE


def _log(runs: Sequence[JudgedRun], left_out: Sequence[str], most_results: int) -> str:
    content = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(run, left_out, most_results) for run in runs]}
    return json.dumps(content, indent=2) + "\n"


def _run(run: JudgedRun, left_out: Sequence[str], most_results: int) -> dict[str, Any]:
    verdict = run.verdict
    rules = verdict.rules[:MOST_RULES]
    indexes = {rule.name: index for index, rule in enumerate(rules)}
    found = [finding for finding in verdict.findings if finding.status != "pass"]
    kept = found if len(found) <= most_results else sorted(found, key=_worst_first)[:most_results]
    return {
        "tool": {
            "driver": {
                "name": "stackgate",
                "semanticVersion": one_line(verdict.versions.get("stackgate", __version__), 100),
                "rules": [descriptor(rule) for rule in rules],
            }
        },
        # Before the last slash stands the category, by which code scanning keeps several runs of one commit apart.
        "automationDetails": {"id": f"stackgate/{one_line(run.name, 200)}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository that was judged."}}},
        "invocations": [_invocation(verdict, list(_cuts(verdict, len(found), len(kept), left_out)))],
        "artifacts": _different(artifact(document) for document in verdict.documents),
        "properties": {
            "verdict": verdict.decision,
            "environment": one_line(verdict.environment, _LONGEST),
            "counts": verdict.counts,
        },
        "results": [result(finding, verdict, indexes) for finding in kept],
    }


def _worst_first(finding: Finding) -> tuple[bool, int, bool]:
    return not finding.blocks, WORST_FIRST[finding.status], finding.level == "warning"


def _invocation(verdict: Verdict, cuts: list[str]) -> dict[str, Any]:
    told = [
        *(("error", f"could not judge {error.where}: {error.message}") for error in verdict.errors),
        *(("warning", cut) for cut in cuts),
        *(("note", note) for note in verdict.notes),
    ]
    invocation: dict[str, Any] = {
        "executionSuccessful": not verdict.errors,
        "exitCode": verdict.exit_status,
        "exitCodeDescription": verdict.decision,
        "toolExecutionNotifications": _different(
            {"level": level, "message": {"text": one_line(text, _LONGEST)}} for level, text in told
        ),
    }
    if _TIME.fullmatch(verdict.judged_at):
        invocation["endTimeUtc"] = verdict.judged_at
    return invocation


def _cuts(verdict: Verdict, found: int, kept: int, left_out: Sequence[str]) -> Iterator[str]:
    """What the platform's limits take away, a sentence each."""
    if kept < found:
        yield f"{found - kept} of {found} results are left out, the least bad: a run or file may hold no more"
    if kept > MOST_SHOWN:
        yield f"code scanning shows the worst {MOST_SHOWN} of these {kept} results"
    if len(verdict.rules) > MOST_RULES:
        yield f"{len(verdict.rules) - MOST_RULES} of {len(verdict.rules)} rules are left out: a run may hold no more"
    if left_out:
        yield f"{len(left_out)} runs are left out, a file may hold {MOST_RUNS}: {'; '.join(left_out)}"


def _different(records: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records without those that repeat another, as SARIF wants its lists."""
    return list({json.dumps(record): record for record in records}.values())
