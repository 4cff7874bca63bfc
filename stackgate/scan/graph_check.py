"""Checkov's own graph checks: YAML policies that ship as JSON, read and held against the graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from stackgate.rulebook import resource_types


def read_graph_check(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The content of one of Checkov's graph checks, and the types that it answers for.

    A filter says them; without one it answers for each type that a condition names.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        content = json.loads(text)
    else:
        import yaml

        content = yaml.safe_load(text)
    definition = content["definition"]
    filters = [part for part in definition.get("and", ()) if part.get("cond_type") == "filter"]
    return content, sorted(resource_types(filters or definition))
