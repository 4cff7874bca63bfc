"""Where things are, in SARIF's words: files as URIs, lines as regions, resources as logical locations."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from stackgate.finding import Finding, JudgedDocument, Verdict
from stackgate.reports.one_line import one_line

ROOT = "%SRCROOT%"
"""The base of relative URIs; whoever uploads or reads the file knows where the repository lies."""

_APP = "cdktf.json"
_LONGEST_PATH = 4_096
_LONGEST_NAME = 1_000
_DRIVE = re.compile(r"[A-Za-z]:/")


def main_location(finding: Finding, verdict: Verdict) -> dict[str, Any]:
    """Where a finding is shown: the construct in the source, else the resource in the document.

    Code scanning refuses a result without a file. So what concerns no resource is shown at the document of its stack,
    else at the first, and where there is none at cdktf.json, which names the app.
    """
    location: dict[str, Any] = {"logicalLocations": _logical(finding)}
    if finding.source and finding.source.file:
        location["physicalLocation"] = physical(finding.source.file, finding.source.line)
    elif finding.location and finding.location.path:
        location["physicalLocation"] = physical(finding.location.path, finding.location.line)
    else:
        location["physicalLocation"] = physical(_file_of(finding.stack, verdict), None)
    return location


def related_locations(finding: Finding) -> list[dict[str, Any]]:
    """The resource in the synthesized document, where the finding is shown at its source."""
    if not (finding.source and finding.source.file and finding.location and finding.location.path):
        return []
    place = physical(finding.location.path, finding.location.line)
    return [{"id": 1, "physicalLocation": place, "message": {"text": "The resource in the synthesized document"}}]


def physical(path: str, line: int | None) -> dict[str, Any]:
    """A file, and the whole line in it where one is known; lines count from 1."""
    place: dict[str, Any] = {"artifactLocation": _artifact_location(path)}
    if line is not None and line > 0:
        # No endColumn: how long the line is, a verdict does not know, and without it the region is all of the line.
        place["region"] = {"startLine": line, "startColumn": 1, "endLine": line}
    return place


def artifact(document: JudgedDocument) -> dict[str, Any]:
    """A judged document, with its digest."""
    return {
        "location": _artifact_location(document.path or _APP),
        "roles": ["analysisTarget"],
        "mimeType": "application/json",
        "hashes": {"sha-256": one_line(document.sha256, 64)},
    }


def _artifact_location(path: str) -> dict[str, str]:
    """A path as a valid URI: an absolute one of the scheme file, another relative to the repository's root."""
    slashed = path[:_LONGEST_PATH].replace("\\", "/")
    # Half a surrogate pair has no bytes; a question mark stands for it.
    uri = quote(slashed, errors="replace")
    if slashed.startswith("/"):
        return {"uri": f"file:///{uri.lstrip('/')}"}
    if _DRIVE.match(slashed):
        return {"uri": f"file:///{slashed[0]}:{quote(slashed[2:], errors='replace')}"}
    return {"uri": uri, "uriBaseId": ROOT}


def _file_of(stack: str, verdict: Verdict) -> str:
    paths = [document.path for document in verdict.documents if document.path]
    own = [document.path for document in verdict.documents if document.path and document.stack == stack]
    return next(iter(own or paths), _APP)


def _logical(finding: Finding) -> list[dict[str, str]]:
    named = [{"fullyQualifiedName": one_line(finding.address, _LONGEST_NAME), "kind": "resource"}]
    if finding.construct:
        named.append({"fullyQualifiedName": one_line(finding.construct, _LONGEST_NAME), "kind": "member"})
    return named
