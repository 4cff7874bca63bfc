"""Writes the index of Checkov's own checks: `python -m stackgate.scan.built_in_index`, after each change of its pin."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

from stackgate.built_in import INDEX
from stackgate.scan.engine import checks_folder, import_checkov, quiet
from stackgate.scan.graph_check import read_graph_check

_PYTHON = ("resource/aws", "data/aws")
_GRAPH = "graph_checks/aws"


def index() -> dict[str, list[Any]]:
    """File, name and types of each check of the installed Checkov, by id."""
    with quiet():
        import_checkov()
        found = dict([*_python_checks(), *_graph_checks()])
    return {id_: found[id_] for id_ in sorted(found, key=_in_order)}


def _in_order(id_: str) -> tuple[str, int]:
    family, _, number = id_.rpartition("_")
    return family, int(number)


def _python_checks() -> Any:
    from checkov.common.checks.base_check_registry import BaseCheckRegistry

    files = {}
    for folder in _PYTHON:
        for path in sorted((checks_folder() / folder).glob("[!_]*.py")):
            files[f"checkov.terraform.checks.{folder.replace('/', '.')}.{path.stem}"] = f"{folder}/{path.name}"
    for module in files:
        importlib.import_module(module)
    for check in BaseCheckRegistry.get_all_registered_checks():
        if type(check).__module__ in files:
            prefix = "data." if check.block_type == "data" else ""
            types = sorted(prefix + entity for entity in check.supported_entities)
            yield check.id, [files[type(check).__module__], check.name, types]


def _graph_checks() -> Any:
    for path in sorted((checks_folder() / _GRAPH).iterdir()):
        if path.suffix in (".json", ".yaml", ".yml"):
            content, types = read_graph_check(path)
            yield content["metadata"]["id"], [f"{_GRAPH}/{path.name}", content["metadata"]["name"], types]


def write(path: Path = INDEX) -> None:
    """Write the index, a check a line."""
    lines = ",\n".join(f"{json.dumps(id_)}: {json.dumps(entry)}" for id_, entry in index().items())
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
