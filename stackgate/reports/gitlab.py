"""The report for GitLab's code quality widget: JSON, an entry for each finding.

Source: GitLab, Code Quality, integrate a custom tool. A report is a list of objects with description, check_name,
fingerprint, severity, location.path and location.lines.begin. GitLab keeps one entry a fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from stackgate.finding import Finding, JudgementError, Verdict
from stackgate.reports.audit import Audit
from stackgate.reports.one_line import one_line

_LONGEST_DESCRIPTION = 1_000
_LONGEST_PATH = 4_096
_APP = "cdktf.json"
_SEVERITIES = ("blocker", "critical", "major", "minor", "info")

Entry = dict[str, Any]


def render(audit: Audit) -> str:
    """The findings as a code quality report, the worst first; those that passed are not in it.

    A finding that several runs have in one file is one entry, as bad as in the worst of them, whose description names
    the runs: it is one fault of one source line, whatever the number of environments. In another file it is another
    entry, with a fingerprint of its own: stacks of two projects can have one name.
    """
    entries: dict[tuple[str, str], list[tuple[Entry, str]]] = {}
    for run in audit.runs:
        for entry in _entries(run.verdict):
            entries.setdefault((entry["fingerprint"], entry["location"]["path"]), []).append((entry, run.name))
    merged = [_merged(alike, named=len(audit.runs) > 1) for alike in entries.values()]
    _tell_apart(merged)
    merged.sort(key=lambda entry: _SEVERITIES.index(entry["severity"]))
    return json.dumps(merged, indent=2) + "\n"


def _tell_apart(entries: list[Entry]) -> None:
    """Give each entry but the first of a fingerprint another one, made from it and the entry's file."""
    taken: set[str] = set()
    for entry in entries:
        if entry["fingerprint"] in taken:
            entry["fingerprint"] = _digest(entry["fingerprint"], entry["location"]["path"])
        taken.add(entry["fingerprint"])


def _merged(alike: list[tuple[Entry, str]], *, named: bool) -> Entry:
    worst = min((entry for entry, _ in alike), key=lambda entry: _SEVERITIES.index(entry["severity"]))
    runs = one_line(", ".join(dict.fromkeys(name for _, name in alike)), _LONGEST_DESCRIPTION)
    return worst | {"description": f"{worst['description']} [{runs}]"} if named else worst


def _entries(verdict: Verdict) -> Iterator[Entry]:
    for error in verdict.errors:
        yield _error(error)
    for finding in verdict.findings:
        if finding.status != "pass":
            yield _finding(finding, verdict)


def _error(error: JudgementError) -> Entry:
    """What could not be judged: worse than any finding, since nobody knows what it hides."""
    is_file = bool(PurePosixPath(error.where).suffix)
    return _entry(
        "could_not_judge",
        "blocker",
        f"could not judge {error.where}: {error.message}",
        _digest("error", error.where, error.message),
        error.where if is_file else _APP,
        None,
    )


def _finding(finding: Finding, verdict: Verdict) -> Entry:
    path, line = _place(finding, verdict)
    description = f"{finding.address}: {_status(finding)}{finding.message.rstrip('.')}. {finding.fix}".strip()
    return _entry(finding.rule, _severity(finding), description, finding.fingerprint, path, line)


def _severity(finding: Finding) -> str:
    """What blocks is critical, or major while it is an open question; a warning is minor; nothing else is more than
    info. A waived finding stays: left out, the widget would call it fixed on the day that its waiver is written."""
    if finding.status == "waived" or (finding.status == "unknown" and not finding.blocks):
        return "info"
    if finding.blocks:
        return "critical" if finding.status == "fail" else "major"
    return "minor"


def _status(finding: Finding) -> str:
    if finding.status == "unknown":
        return "cannot be decided: "
    if finding.status == "waived":
        waiver = finding.waiver or {}
        told = f"{waiver.get('owner', '')} until {waiver.get('expires', '')}: {waiver.get('reason', '')}"
        return f"accepted by {one_line(told, _LONGEST_DESCRIPTION // 2)}; "
    return ""


def _place(finding: Finding, verdict: Verdict) -> tuple[str, int | None]:
    """The construct in the source, else the resource in the document, else its stack's document or the app's file."""
    if finding.source and finding.source.file:
        return finding.source.file, finding.source.line
    if finding.location and finding.location.path:
        return finding.location.path, finding.location.line
    own = (document.path for document in verdict.documents if document.stack == finding.stack)
    return next(own, _APP), None


def _entry(check: str, severity: str, description: str, fingerprint: str, path: str, line: int | None) -> Entry:
    return {
        "description": one_line(description, _LONGEST_DESCRIPTION),
        "check_name": one_line(check, 255),
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": _relative(path), "lines": {"begin": line if line and line > 0 else 1}},
    }


def _relative(path: str) -> str:
    """A path without what leads out of the repository, or to its root: GitLab takes relative ones alone."""
    slashed = one_line(path[:_LONGEST_PATH].replace("\\", "/"), _LONGEST_PATH)
    parts = [part for part in PurePosixPath(slashed).parts if part.strip("/") not in ("", ".", "..")]
    return "/".join(parts) or _APP


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
