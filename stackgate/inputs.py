"""From the paths that a user names to the documents to judge."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from stackgate.finding import JudgementError, Source
from stackgate.subject import Input
from stackgate.synthesis.synth import MANIFEST, read_sources

DOCUMENT_NAME = "cdk.tf.json"
READ_BY_TERRAFORM = (".tf", ".tf.json", ".tofu", ".tofu.json", ".tfvars", ".tfvars.json")
"""Source: Terraform's documentation, files and configuration structure."""


def find_inputs(paths: Iterable[Path]) -> tuple[list[Input], list[JudgementError]]:
    """The documents at the paths, and an error for each path that leads to none.

    A file is one document; a cdktf.out folder the documents that its manifest names; any other folder every
    cdk.tf.json below it. A document of a cdktf.out folder has the source lines that were kept with its synthesis. A
    file beside a folder's document that Terraform would read with it, and nobody judges, is an error.
    """
    found: list[Input] = []
    errors: list[JudgementError] = []
    for path in paths:
        try:
            documents = _documents(path) if path.is_dir() else [path]
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            errors.append(JudgementError(str(path / MANIFEST), f"cannot be read: {type(error).__name__}"))
            continue
        if not documents:
            errors.append(JudgementError(str(path), f"no {DOCUMENT_NAME} in this folder"))
        if path.is_dir():
            errors.extend(
                JudgementError(str(beside), "is not judged, and Terraform reads it") for beside in _beside(documents)
            )
        found.extend(Input(document, str(document), sources_of(document)) for document in documents)
    return found, errors


def _documents(folder: Path) -> list[Path]:
    if (folder / MANIFEST).is_file():
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return [folder / stack["synthesizedStackPath"] for stack in manifest["stacks"].values()]
    # os.walk follows links, which rglob passes over.
    return sorted(
        Path(at, DOCUMENT_NAME) for at, _, names in os.walk(folder, followlinks=True) if DOCUMENT_NAME in names
    )


def _beside(documents: Iterable[Path]) -> list[Path]:
    return [
        path
        for document in documents
        if document.parent.is_dir()
        for path in sorted(document.parent.iterdir())
        if path != document and path.name.endswith(READ_BY_TERRAFORM)
    ]


def sources_of(document: Path) -> dict[str, Source]:
    """The source line of each construct of a document, as kept with its synthesis; none where there was none."""
    folder = document.parent.parent.parent  # cdktf.out/stacks/<name>/cdk.tf.json
    return {construct: Source(file, line) for construct, (file, line) in read_sources(folder).items()}
