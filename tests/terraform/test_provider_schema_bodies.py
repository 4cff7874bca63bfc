"""The bodies that the JSON Schema of a type takes and refuses, and that Terraform does the same."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from stackgate.provider_schema.json_schema import validator_for

GENERATION = 5
GROUPS: dict[str, dict[str, list[dict[str, Any]]]] = yaml.safe_load(
    Path(__file__).with_name("provider_schema_bodies.yaml").read_text(encoding="utf-8")
)
CASES = [
    (group, verdict, *case.popitem()) for group, cases in GROUPS.items() for verdict in cases for case in cases[verdict]
]


@pytest.mark.parametrize(("verdict", "kind", "body"), [case[1:] for case in CASES], ids=str)
def test_takes_and_refuses(verdict: str, kind: str, body: Any) -> None:
    validator = validator_for(GENERATION, kind)
    assert validator is not None
    assert ("good" if validator.is_valid(body) else "bad") == verdict, [*validator.iter_errors(body)]


@pytest.mark.parametrize("group", GROUPS)
def test_terraform_says_the_same(terraform: Any, group: str) -> None:
    cases = [case[1:] for case in CASES if case[0] == group]
    document: dict[str, Any] = {}
    for number, (_, kind, body) in enumerate(cases):
        part = "data" if kind.startswith("data.") else "resource"
        document.setdefault(part, {}).setdefault(kind.removeprefix("data."), {})[f"case_{number}"] = body
    refused = {_case(error) for error in terraform.validate(document)}
    found = ["bad" if number in refused else "good" for number in range(len(cases))]
    assert [(found[number], *case[1:]) for number, case in enumerate(cases)] == cases


def _case(error: dict[str, Any]) -> int:
    place = f"{error.get('address')} {(error.get('snippet') or {}).get('context')}"
    number = re.search(r"\.case_(\d+)", place)
    assert number, error
    return int(number[1])
