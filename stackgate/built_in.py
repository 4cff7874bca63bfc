"""Which checks for AWS the pinned Checkov brings along, known without importing it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

INDEX = Path(__file__).with_suffix(".json")
"""The index that `python -m stackgate.scan.built_in_index` writes; a test holds it against the installed Checkov."""


class BuiltIn(NamedTuple):
    """One of Checkov's own checks. `file` lies below Checkov's folder of Terraform checks; `types` are as in a rule."""

    id: str
    file: str
    name: str
    types: tuple[str, ...]


@cache
def built_in_checks() -> dict[str, BuiltIn]:
    """Checkov's own checks of AWS resources and data sources, by id."""
    checks = json.loads(INDEX.read_text(encoding="utf-8"))
    return {id_: BuiltIn(id_, file, name, tuple(types)) for id_, (file, name, types) in checks.items()}
