"""Terraform's functions, those of its version 1.11, and the AWS provider's."""

from __future__ import annotations

from typing import Any

from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.functions import (  # noqa: F401 - each module declares its functions
    conversion,
    dates,
    encoding,
    formatting,
    hashes,
    lists,
    maps,
    network,
    numeric,
    paths,
    provider,
    regexes,
    sets,
    strings,
    yaml_text,
)
from stackgate.expression.functions.later import EVALUATED_APART, LATER
from stackgate.expression.functions.registry import FUNCTIONS as DECLARED
from stackgate.expression.settle import references_of
from stackgate.values import Reference

FUNCTIONS = frozenset(DECLARED) | frozenset(LATER) | EVALUATED_APART
"""The names of all of Terraform's functions, and of the AWS provider's (`provider::aws::...`)."""
NULLABLE = frozenset(
    {"element", "lookup", "nonsensitive", "one", "sensitive", "ephemeralasnull"}
    | {"tobool", "tolist", "tomap", "tonumber", "toset", "tostring", "jsondecode", "yamldecode"}
)
"""Functions whose result may be null."""


def call(name: str, arguments: list[Any], used: list[Reference]) -> Any:
    """The result of a function; the references that it was worked out from are added to `used`.

    Raises Refused as Terraform would, also for a function that there is not, and NotKnown.
    """
    if name in LATER:
        raise NotKnown(tuple(references_of(arguments)), LATER[name])
    if name in DECLARED:
        return DECLARED[name].call(arguments, used)
    if name.startswith("provider::"):
        raise NotKnown(tuple(references_of(arguments)), "the result of a provider's function")
    raise Refused(f"there is no function named {name!r}")
