"""The report for a spreadsheet: CSV as in RFC 4180, a row for each finding, each error, and each pair that passed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from stackgate.evidence import Pair
from stackgate.finding import OUTCOMES, Finding, JudgementError, RuleSummary, Verdict
from stackgate.reports.audit import Audit, JudgedRun
from stackgate.reports.visible import visible

COLUMNS = (
    "run",
    "record",
    "rule",
    "engine",
    "level",
    "status",
    "stack",
    "address",
    "construct",
    "attribute",
    "value",
    "values",
    "source.file",
    "source.line",
    "location.path",
    "location.line",
    "message",
    "why",
    "fix",
    "controls",
    "guards",
    "fingerprint",
    "occurrence",
    "waiver.reason",
    "waiver.owner",
    "waiver.expires",
    "corroboration",
    "judged_at",
)
"""The columns, named after the keys of the JSON report; `record` is verdict, error, note, finding or pass."""

_LONGEST = 16_000
"""Characters of a cell: Excel takes 32,767 units of UTF-16, and goes on in the next row with what is longer."""

_FORMULA = re.compile(
    # Where a cell begins: at the start, and after what splits cells in other locales, and in LibreOffice by default.
    r"""(^|;)([\s"]*)"""
    # A negative number is no formula.
    r"""(?!-\d+(?:\.\d+)?(?:;|$))"""
    # Quotes of ours or of the text, then what begins a formula, also in its full-width and small forms.
    r"""(?='*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])"""
)

Row = dict[str, str]


def render(audit: Audit) -> str:
    """The verdicts as CSV text with a header. The passed pairs are there where the evidence was kept."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    for run in audit.runs:
        common = {"run": run.name, "judged_at": run.verdict.judged_at}
        writer.writerows({name: cell(text) for name, text in (common | row).items()} for row in _rows(run))
    return file.getvalue()


def cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: an apostrophe stands before what would begin one.

    To read it back, take one apostrophe away where a cell, or what follows a semicolon in it, begins with one that
    stands before `=`, `+`, `-`, `@` or further apostrophes and then one of these. Characters that cannot be printed
    are escapes, and a longer text is cut. Source: OWASP, CSV Injection.
    """
    safe = _FORMULA.sub(r"\1\2'", visible(text[:_LONGEST]))
    return safe if len(text) <= _LONGEST and len(safe) <= _LONGEST else f"{safe[:_LONGEST]}… ({len(text)} characters)"


def _rows(run: JudgedRun) -> Iterator[Row]:
    verdict = run.verdict
    pairs = verdict.evidence.pairs if verdict.evidence else ()
    values = {pair.key: pair.values for pair in pairs}
    yield {"record": "verdict", "status": verdict.decision, "message": _summary(verdict)}
    yield from (_error(error) for error in verdict.errors)
    yield from ({"record": "note", "message": note} for note in verdict.notes)
    told = {finding.pair for finding in verdict.findings if finding.status == "pass"}
    yield from (_finding(finding, values.get(finding.pair, {})) for finding in verdict.findings)
    rules = {rule.name: rule for rule in verdict.rules}
    yield from (_pass(pair, rules) for pair in pairs if pair.outcome == "pass" and pair.key not in told)


def _summary(verdict: Verdict) -> str:
    counted = ", ".join(f"{verdict.counts[name]} {name}" for name in ("judged", *OUTCOMES))
    return counted if verdict.evidence else f"{counted}; the ledger was not kept, so what passed is not listed"


def _error(error: JudgementError) -> Row:
    return {"record": "error", "status": "error", "location.path": error.where, "message": error.message}


def _finding(finding: Finding, values: Mapping[str, str]) -> Row:
    row = {
        "record": "pass" if finding.status == "pass" else "finding",
        "rule": finding.rule,
        "engine": finding.engine,
        "level": finding.level,
        "status": finding.status,
        "stack": finding.stack,
        "address": finding.address,
        "construct": finding.construct or "",
        "attribute": finding.attribute or "",
        "value": finding.value or "",
        "values": _seen(values),
        "message": finding.message,
        "why": finding.why,
        "fix": finding.fix,
        "controls": ", ".join(finding.controls),
        "guards": ", ".join(finding.guards),
        "fingerprint": finding.fingerprint,
        "occurrence": str(finding.occurrence),
        "corroboration": ", ".join(f"{opinion.check} {opinion.result}" for opinion in finding.corroboration),
    }
    if finding.source:
        row |= {"source.file": finding.source.file, "source.line": str(finding.source.line)}
    if finding.location:
        row |= {"location.path": finding.location.path, "location.line": str(finding.location.line or "")}
    return row | {
        f"waiver.{name}": text for name, text in (finding.waiver or {}).items() if f"waiver.{name}" in COLUMNS
    }


def _pass(pair: Pair, rules: Mapping[str, RuleSummary]) -> Row:
    row = {
        "record": "pass",
        "rule": pair.rule,
        "status": pair.outcome,
        "stack": pair.stack,
        "address": pair.address,
        "values": _seen(pair.values),
    }
    if rule := rules.get(pair.rule):
        row |= {"engine": rule.engine, "level": rule.level, "controls": ", ".join(rule.controls)}
        row |= {"guards": ", ".join(rule.guards)}
    return row


def _seen(values: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in values.items())
