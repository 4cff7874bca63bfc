"""The stream of a run: JSON Lines, of which the first tells by what was judged, and each other of one document.

The first is a stackgate/run/1, the others are stackgate/document/1; validators/schemas describes both. What a verdict
tells is made of these lines alone, so streams can be joined again.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from stackgate.finding import Decision
from stackgate.judgement import DocumentJudgement, Terms
from stackgate.ledger import counted
from stackgate.out_folder import writing
from stackgate.reports.verdict_json import finding_object, pair_object, resource_object
from stackgate.stamp import judged_now

RUN = "stackgate/run/1"
DOCUMENT = "stackgate/document/1"
STDOUT = Path("-")


@dataclass(frozen=True)
class Stream:
    """Where the lines go. Its methods raise NotWritten."""

    path: Path
    _file: TextIO

    def begin(self, terms: Terms, documents: int) -> None:
        """Tell by what so many documents are judged."""
        self._write({"schema": RUN, "documents": documents, **asdict(terms)})

    def tell(self, number: int, judgement: DocumentJudgement) -> None:
        """Tell of one document, by its number among all that were named."""
        self._write(document_line(number, judgement))

    def _write(self, line: Mapping[str, Any]) -> None:
        text = json.dumps(line, ensure_ascii=False, default=_plain)
        with writing(self.path):
            self._file.write(text.encode("utf-8", "replace").decode() + "\n")
            self._file.flush()


@contextmanager
def streaming(path: Path | None) -> Iterator[Stream | None]:
    """A stream into a file, which is made anew, or to stdout for `-`; None for none. Raises NotWritten."""
    if path is None:
        yield None
    elif path == STDOUT:
        yield Stream(path, sys.stdout)
    else:
        with writing(path):
            file = path.open("w", encoding="utf-8")
        with file:
            yield Stream(path, file)


def document_line(number: int, judgement: DocumentJudgement) -> dict[str, Any]:
    """What came of a document as the JSON object of its line."""
    document = judgement.document
    line = {
        "schema": DOCUMENT,
        "number": number,
        "path": judgement.path,
        "form": judgement.form,
        "sha256": document.sha256 if document else None,
        "stack": document.stack if document else None,
        "resources": document.resources if document else 0,
        "provider": document.provider if document else "",
        "judged_at": judged_now(),
        "verdict": decision(judgement),
        "counts": counted(judgement.outcomes),
        "findings": [finding_object(finding) for finding in judgement.findings],
        "errors": [asdict(error) for error in judgement.errors],
        "notes": judgement.notes,
        "contradicted": judgement.contradicted,
        "not_asked": [asdict(error) for error in judgement.not_asked],
    }
    if judgement.pairs or judgement.resources:
        line["evidence"] = {
            "resources": [resource_object(resource) for resource in judgement.resources],
            "pairs": [pair_object(pair) for pair in judgement.pairs],
        }
    return line


def decision(judgement: DocumentJudgement) -> Decision:
    """The decision on one document alone."""
    if judgement.errors:
        return "error"
    return "blocked" if any(finding.blocks for finding in judgement.findings) else "allowed"


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)
