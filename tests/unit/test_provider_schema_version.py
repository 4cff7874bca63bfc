"""The schema that judges is that of the provider which the document asks for."""

from __future__ import annotations

from typing import Any

import pytest

from stackgate.provider_schema.store import load_schema
from stackgate.provider_schema.version import choose

FIVE, SIX = load_schema(5).version, load_schema(6).version


@pytest.mark.parametrize(
    ("required", "version", "in_doubt"),
    [
        ({"source": "aws", "version": FIVE}, FIVE, False),
        ({"source": "aws", "version": SIX}, SIX, False),
        ({"version": "= 5.99.1"}, FIVE, False),
        ({"version": "~> 5.0"}, FIVE, False),
        ({"version": "~> 5.31, != 5.40.0"}, FIVE, False),
        ({"version": "5.31.0"}, FIVE, False),
        ({"version": "~> 5.31.0"}, FIVE, False),
        ({"version": "5.100.0"}, FIVE, True),
        ({"version": ">= 5.0"}, SIX, False),
        ({"version": ">= 5.0, < 6.0"}, FIVE, False),
        ({"version": "~> 6"}, SIX, False),
        ({"version": "7.0.0"}, SIX, True),
        ({"version": "~> 7.1"}, SIX, True),
        ({"version": "4.67.0"}, FIVE, True),
        ("~> 5.1", FIVE, False),
        ({"source": "aws"}, SIX, False),
        (None, SIX, False),
        ({"version": "newest"}, SIX, True),
    ],
)
def test_the_constraint_chooses(required: Any, version: str, in_doubt: bool) -> None:
    choice = choose(required)
    assert choice.schema.version == version
    assert (choice.doubt is not None) == in_doubt
