"""Which types stand for which, as Terraform converts them."""

from __future__ import annotations

import pytest

from stackgate.provider_schema.conversion import convertible, words
from stackgate.provider_schema.model import Type

STRINGS: Type = ["list", "string"]
OBJECT: Type = ["object", {"name": "string", "size": "number"}]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("string", "string"),
        ("string", "number"),
        ("number", "string"),
        ("bool", "string"),
        ("string", "bool"),
        ("dynamic", STRINGS),
        (STRINGS, "dynamic"),
        (STRINGS, ["set", "string"]),
        (["set", "number"], STRINGS),
        (["map", "string"], ["map", "number"]),
        (OBJECT, ["object", {"name": "string"}]),
        (OBJECT, ["map", "string"]),
    ],
)
def test_terraform_converts(given: Type, wanted: Type) -> None:
    assert convertible(given, wanted)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("number", "bool"),
        ("bool", "number"),
        ("string", STRINGS),
        (STRINGS, "string"),
        (["map", "string"], STRINGS),
        (STRINGS, ["map", "string"]),
        (["list", "bool"], ["list", "number"]),
        (OBJECT, STRINGS),
        (OBJECT, "string"),
        (["object", {"name": "string"}], OBJECT),
    ],
)
def test_terraform_does_not_convert(given: Type, wanted: Type) -> None:
    assert not convertible(given, wanted)


def test_a_type_has_a_name() -> None:
    assert words(["map", ["list", "bool"]]) == "a map of lists of booleans"
    assert words(OBJECT) == "an object"
