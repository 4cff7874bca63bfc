"""From the paths that a user names to the documents to judge."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from stackgate.finding import JudgementError, Source
from stackgate.subject import Input
from stackgate.synthesis.synth import read_sources

DOCUMENT_NAME = "cdk.tf.json"


def find_inputs(paths: Iterable[Path]) -> tuple[list[Input], list[JudgementError]]:
    """The documents at the paths, and an error for each path that leads to none.

    A file is one document, a folder every cdk.tf.json below it. A document of a cdktf.out folder has the source lines
    that were kept with its synthesis.
    """
    found: list[Input] = []
    errors: list[JudgementError] = []
    for path in paths:
        documents = sorted(path.rglob(DOCUMENT_NAME)) if path.is_dir() else [path]
        if not documents:
            errors.append(JudgementError(str(path), f"no {DOCUMENT_NAME} in this folder"))
        found.extend(Input(document, str(document), _sources(document)) for document in documents)
    return found, errors


def _sources(document: Path) -> dict[str, Source]:
    folder = document.parent.parent.parent  # cdktf.out/stacks/<name>/cdk.tf.json
    return {construct: Source(file, line) for construct, (file, line) in read_sources(folder).items()}
