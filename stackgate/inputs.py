"""From the paths that a user names to the documents to judge."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from functools import cache
from glob import glob, has_magic
from pathlib import Path

from stackgate.finding import JudgementError, Source
from stackgate.subject import Input
from stackgate.synthesis.folder import MANIFEST, read_sources

DOCUMENT_NAME = "cdk.tf.json"
READ_BY_TERRAFORM = (".tf", ".tf.json", ".tofu", ".tofu.json", ".tfvars", ".tfvars.json")
"""Source: Terraform's documentation, files and configuration structure."""


def find_named(named: Iterable[str | Path]) -> tuple[list[Input], list[JudgementError]]:
    """The documents that a user names, and an error for each name that leads to none.

    A name is a path, or a pattern such as `stacks/**/*.tf.json`, where no file is called so; `@FILE` stands for the
    names in a file, one a line, and `@-` for those on stdin. What is named twice is one document.
    """
    paths: dict[Path, None] = {}
    errors: list[JudgementError] = []
    for name in map(str, named):
        try:
            found = _listed(name[1:]) if name.startswith("@") else [name]
        except OSError as error:
            errors.append(JudgementError(name, f"cannot be read: {error.strerror}"))
            continue
        if not found:
            errors.append(JudgementError(name, "names no document"))
        for one in found:
            matching = [one] if not has_magic(one) or os.path.lexists(one) else sorted(glob(one, recursive=True))
            if not matching:
                errors.append(JudgementError(one, "matches no file"))
            paths.update(dict.fromkeys(map(Path, matching)))
    inputs, without = find_inputs(paths)
    return list({given.path: given for given in inputs}.values()), errors + without


def _listed(file: str) -> list[str]:
    """The lines of a file, or of stdin for `-`, without empty ones. Raises OSError."""
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    return [os.fsdecode(line) for line in content.splitlines() if line.strip()]


def find_inputs(paths: Iterable[Path]) -> tuple[list[Input], list[JudgementError]]:
    """The documents at the paths, and an error for each path that leads to none.

    A file is one document; a cdktf.out folder the documents that its manifest names; any other folder every
    cdk.tf.json below it. A document of a cdktf.out folder has the source lines that were kept with its synthesis. A
    file beside a folder's document that Terraform would read with it, and nobody judges, is an error.
    """
    found: list[Input] = []
    errors: list[JudgementError] = []
    sources = cache(_sources_in)  # of thousands of documents that one synthesis left
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
        found.extend(Input(document, str(document), sources(_synthesis_of(document))) for document in documents)
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
    return _sources_in(_synthesis_of(document))


def _synthesis_of(document: Path) -> Path:
    return document.parent.parent.parent  # cdktf.out/stacks/<name>/cdk.tf.json


def _sources_in(folder: Path) -> dict[str, Source]:
    return {construct: Source(file, line) for construct, (file, line) in read_sources(folder).items()}
