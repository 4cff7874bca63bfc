"""From the paths that a user names to the documents to judge."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from stackgate.finding import Source
from stackgate.gate import Input
from stackgate.synth import read_sources

DOCUMENT_NAME = "cdk.tf.json"


class NoDocument(Exception):
    """A path that leads to no document; the text says which."""


def find_inputs(paths: Iterable[Path]) -> list[Input]:
    """The documents at the paths: a file is one document, a folder every cdk.tf.json below it.

    A document of a cdktf.out folder has the source lines that were kept with its synthesis. Raises NoDocument for a
    path that does not exist, and for a folder without a document.
    """
    found: list[Input] = []
    for path in paths:
        if path.is_dir():
            documents = sorted(path.rglob(DOCUMENT_NAME))
            if not documents:
                raise NoDocument(f"{path}: no {DOCUMENT_NAME} in this folder")
        elif path.exists():
            documents = [path]
        else:
            raise NoDocument(f"{path}: no such file or folder")
        found.extend(Input(document, str(document), _sources(document)) for document in documents)
    return found


def _sources(document: Path) -> dict[str, Source]:
    folder = document.parent.parent.parent  # cdktf.out/stacks/<name>/cdk.tf.json
    return {construct: Source(file, line) for construct, (file, line) in read_sources(folder).items()}
