"""Writes `model.json` out of the tables and botocore's models:

    python -m stackgate.aws.compiler [FOLDER]...

Each FOLDER is the `data` folder of a botocore; the installed one is read before them. The values that any of them has
are taken together, so that a value that AWS has added since, or has dropped, is none of a stack's faults; of bounds the
last one's count. Name the newest botocore that there is:

    pip install --target newest botocore
    python -m stackgate.aws.compiler newest/botocore/data

`tables/<service>.toml` names what is compiled. `shapes` are those that rules ask for by name, each with all below it.
A table of a resource type gives for the path of an attribute (`block.attribute`, whose JSON may go on below it) the
shape of the service that it is one of (`elbv2:ProtocolEnum` where it is another service's), or what AWS documents in
words only:

    words = [...]             the values that there are
    least, most, multiple     the bounds of a number, and what it is a multiple of
    pattern, means            what a text looks like, as a regular expression and in words
    shape                     a shape, with some of the following
    also = [...]              values beside those, of Terraform's or of AWS's
    newer                     what values that AWS may add look like
    case = "any"              Terraform brings the value to AWS's case
    below, not_above          the attribute beside it that it must stay below, or must not exceed
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stackgate.aws.botocore_models import ModelError, installed, shape
from stackgate.aws.model import COMPILED

TABLES = Path(__file__).with_name("tables")
NUMBERS = ("integer", "long", "float", "double")


def tables() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each service that a table is about, and the table."""
    for path in sorted(TABLES.glob("*.toml")):
        yield path.stem, tomllib.loads(path.read_text(encoding="utf-8"))


def attributes() -> dict[str, dict[str, Any]]:
    """What the tables say of each attribute, by resource type and path: its shape as `service:Shape`, or more."""
    return {
        kind: {path: _constraint(said, service) for path, said in paths.items()}
        for service, table in tables()
        for kind, paths in table.items()
        if kind != "shapes"
    }


def compile_model(folders: list[Path]) -> dict[str, Any]:
    """The content of `model.json` by these models. Raises ModelError for a shape that none of them has."""
    shapes: dict[str, dict[str, Any]] = {}
    for service, table in tables():
        for name in table.get("shapes", ()):
            _add_with_parts(shapes, service, name, folders)
    constraints = attributes()
    for paths in constraints.values():
        for said in paths.values():
            shape_name = said if isinstance(said, str) else said.get("shape")
            if shape_name:
                owner, name = shape_name.split(":")
                _add_with_parts(shapes, owner, name, folders)
    return {"shapes": shapes, "attributes": constraints}


def _constraint(said: Any, service: str) -> Any:
    if isinstance(said, str):
        return said if ":" in said else f"{service}:{said}"
    return {key: _constraint(value, service) if key == "shape" else value for key, value in said.items()}


def _add_with_parts(shapes: dict[str, dict[str, Any]], service: str, name: str, folders: list[Path]) -> None:
    if name in shapes.setdefault(service, {}):
        return
    found = shapes[service][name] = _merged(service, name, folders)
    parts = [*found.get("members", {}).values(), *([found["member"]] if "member" in found else ())]
    for part in parts:
        _add_with_parts(shapes, service, part["shape"], folders)


def _merged(service: str, name: str, folders: list[Path]) -> dict[str, Any]:
    """A shape as the models say together: the values and keys of all, the bounds of the last that has it."""
    merged: dict[str, Any] = {}
    missing: list[ModelError] = []
    for folder in folders:
        try:
            found = shape(service, name, folder)
        except ModelError as error:
            missing.append(error)
            continue
        if "enum" in found:
            merged["enum"] = list(dict.fromkeys([*merged.get("enum", ()), *found["enum"]]))
        elif found["type"] in NUMBERS:
            merged |= {"min": found.get("min"), "max": found.get("max")}
        if "members" in found:
            merged.setdefault("members", {}).update(
                {key: {"shape": member["shape"]} for key, member in found["members"].items()}
            )
        if "member" in found:
            merged["member"] = {"shape": found["member"]["shape"]}
    if missing and len(missing) == len(folders):
        raise missing[0]
    return {key: said for key, said in merged.items() if said is not None}


def main(arguments: list[str]) -> None:
    """Write `model.json`, from the folders that are named beside the installed models."""
    model = compile_model([installed(), *map(Path, arguments)])
    COMPILED.write_text(json.dumps(model, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except ModelError as error:
        sys.exit(f"compiler: {error}")
