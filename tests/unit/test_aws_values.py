"""The tables of what AWS takes: each row is of an attribute and a shape that exist, and `model.json` is up to date."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from stackgate.aws import botocore_models, compiler, model
from stackgate.aws.allowed import Allowed, allowed, types
from stackgate.aws.compiler import attributes, tables
from stackgate.aws.names import NAMES
from stackgate.provider_schema.model import BlockType, Type
from stackgate.provider_schema.store import GENERATIONS, load_schema

ROWS = [(kind, ".".join(path)) for kind in types() for path in allowed(kind)]
IN_JSON = {"aws_ecs_task_definition": "container_definitions"}


def attribute_of(kind: str, path: str) -> Type | None:
    """The type of an attribute in the first schema that has it; of what lies in JSON, of the text around it."""
    blocks, name = path.split(".")[:-1], path.split(".")[-1]
    if IN_JSON.get(kind) in blocks:
        blocks, name = [], blocks[0]
    for generation in GENERATIONS:
        found = load_schema(generation).get(kind)
        type_ = found and inner(found, [*blocks, name])
        if type_:
            return type_
    return None


def inner(block: BlockType, path: list[str]) -> Type | None:
    head, *rest = path
    if rest and head in block.blocks:
        return inner(block.blocks[head].block, rest)
    attribute = block.attributes.get(head)
    if attribute is None or not rest:
        return attribute and attribute.type
    kind: Any = attribute.type
    while kind[0] in ("list", "set"):
        kind = kind[1]
    return kind[1].get(rest[0]) if kind[0] == "object" else None


def test_every_row_is_about_an_attribute_that_the_provider_has() -> None:
    assert [row for row in ROWS if attribute_of(*row) is None] == []


def test_every_name_is_an_attribute_that_the_provider_has() -> None:
    rows = [(kind, name) for kind, names in NAMES.items() for name in names]
    assert [row for row in rows if attribute_of(*row) != "string"] == []


def test_a_number_has_bounds_and_a_text_has_words_or_a_pattern() -> None:
    for kind, path in ROWS:
        takes = allowed(kind)[tuple(path.split("."))]
        assert takes.words or takes.pattern or takes.least is not None or takes.most is not None, (kind, path)
        assert bool(takes.pattern) == bool(takes.means)
        for pattern in (takes.pattern, takes.newer):
            re.compile(pattern or "")


def test_what_is_compiled_is_what_the_tables_say() -> None:
    compiled = model.compiled()
    assert compiled["attributes"] == attributes()
    named = {(service, name) for service, table in tables() for name in table.get("shapes", ())}
    assert named <= {(service, name) for service, shapes in compiled["shapes"].items() for name in shapes}


def test_what_is_compiled_is_no_older_than_the_installed_botocore() -> None:
    for service, shapes in model.compiled()["shapes"].items():
        installed = botocore_models.shapes(service)
        for name, shipped in shapes.items():
            for key in ("enum", "members"):
                assert set(installed.get(name, {}).get(key, ())) <= set(shipped.get(key, ())), (service, name)


def test_a_shape_that_no_model_has_is_an_error() -> None:
    with pytest.raises(botocore_models.ModelError, match="no shape LaunchTypo"):
        botocore_models.shape("ecs", "LaunchTypo")


def test_the_values_of_several_models_are_taken_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(version: str, launch_types: list[str], largest: int) -> Path:
        shapes = {
            "LaunchType": {"type": "string", "enum": launch_types},
            "PortNumber": {"type": "integer", "min": 0, "max": largest},
        }
        folder = tmp_path / version / "ecs" / "2014-11-13"
        folder.mkdir(parents=True)
        (folder / "service-2.json").write_text(json.dumps({"shapes": shapes}), encoding="utf-8")
        return tmp_path / version

    rows = {"aws_ecs_service": {"launch_type": "LaunchType", "port": {"shape": "PortNumber", "also": [-1]}}}
    monkeypatch.setattr(compiler, "tables", lambda: [("ecs", rows)])
    compiled = compiler.compile_model([write("older", ["EC2", "GONE"], 10), write("newer", ["EC2", "NEW"], 20)])
    assert compiled == {
        "shapes": {"ecs": {"LaunchType": {"enum": ["EC2", "GONE", "NEW"]}, "PortNumber": {"min": 0, "max": 20}}},
        "attributes": {
            "aws_ecs_service": {"launch_type": "ecs:LaunchType", "port": {"shape": "ecs:PortNumber", "also": [-1]}}
        },
    }


@pytest.mark.parametrize(
    ("takes", "good", "bad"),
    [
        (Allowed(words=("a", "b"), also=("c",)), ["a", "c"], ["A", "d"]),
        (Allowed(words=("a",), any_case=True), ["A"], ["b"]),
        (Allowed(words=("10", "30")), [10, 10.0, "30"], [20]),
        (Allowed(words=("true",)), [True, "true"], [False]),
        (Allowed(words=("v1", "v2"), newer=r"v\d+"), ["v2", "v33"], ["w2"]),
        (Allowed(least=0), [0, 0.5, "7", "no number"], [-1, "-0.1"]),
        (Allowed(most=5), [5], [6]),
        (Allowed(least=7, most=30, also=("0",)), [0, "0", 7, 30], [6, 31]),
        (Allowed(least=10, multiple=60, also=("10",)), [10, 120], [0, 90]),
        (Allowed(pattern=r"db\..+", means="..."), ["db.x"], ["x.db.x"]),
    ],
)
def test_a_value_is_of_what_is_allowed_or_not(takes: Allowed, good: list[object], bad: list[object]) -> None:
    assert [value for value in good if takes.problem(value)] == []
    assert [value for value in bad if not takes.problem(value)] == []


def test_a_message_lists_the_words_where_they_are_few() -> None:
    assert Allowed(words=("EC2", "FARGATE")).problem("FARGATTE") == (
        "'FARGATTE' does not exist (did you mean 'FARGATE'?); there are EC2, FARGATE"
    )
    many = Allowed(words=tuple(f"word{number}" for number in range(99)))
    assert many.problem("wort1") == "'wort1' does not exist (did you mean 'word1'?)"
