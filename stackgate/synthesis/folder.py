"""What the folder of a synthesis holds beside the documents: the manifest, and the source line of each construct."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

MANIFEST = "manifest.json"
SOURCES = "sources.json"

Sources = Mapping[str, tuple[str, int]]
"""Construct path -> (file relative to the app's folder, line)."""


def read_sources(folder: Path) -> Sources:
    """The lines kept beside a folder's manifest; empty where there are none.

    They are hints for the reader and decide nothing: what is malformed is left out.
    """
    try:
        content = json.loads((folder / SOURCES).read_text(encoding="utf-8"))
        found = content["sources"].items()
    except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return {}
    return {path: (place[0], place[1]) for path, place in found if _is_place(place)}


def _is_place(place: object) -> bool:
    match place:
        case [str(file), int(line)]:
            path = PurePosixPath(file)
            return not path.is_absolute() and ".." not in path.parts and line > 0
    return False
