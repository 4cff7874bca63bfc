"""AWS's own words: the enums, ranges and shapes of its API.

What the rules ask for lies compiled in `model.json` (see `compiler.py`), taken from a botocore newer than the one that
Checkov pins. Any other shape is read from the models of the installed botocore.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from stackgate.aws import botocore_models
from stackgate.aws.botocore_models import ModelError

__all__ = ["COMPILED", "ModelError", "compiled", "enum", "item", "limits", "members", "shape"]

COMPILED = Path(__file__).with_name("model.json")


def enum(service: str, name: str) -> tuple[str, ...]:
    """The values that AWS knows for an enum, as in `enum("kinesis", "MetricsName")`.

    Source: the service's API model in botocore. Raises ModelError where there is no such service or shape.
    """
    return tuple(shape(service, name)["enum"])


def limits(service: str, name: str) -> tuple[float, float]:
    """The smallest and the largest number that AWS takes, as in `limits("ecs", "CapacityProviderStrategyItemBase")`.

    Source and errors as for `enum`.
    """
    found = shape(service, name)
    return float(found["min"]), float(found["max"])


@cache
def members(service: str, name: str) -> Mapping[str, str]:
    """The keys of a structure with the names of their shapes, as in `members("ecs", "ContainerDefinition")`.

    Empty where the shape is no structure. Source and errors as for `enum`.
    """
    found: Mapping[str, Mapping[str, str]] = shape(service, name).get("members", {})
    return {key: member["shape"] for key, member in found.items()}


def item(service: str, name: str) -> str | None:
    """The name of the shape that a list holds, or None where the shape is no list. Source and errors as for `enum`."""
    member: Mapping[str, str] | None = shape(service, name).get("member")
    return member["shape"] if member else None


@cache
def compiled() -> Mapping[str, Any]:
    """What `model.json` holds: `shapes` by service and name, and by resource type what its `attributes` take."""
    found: Mapping[str, Any] = json.loads(COMPILED.read_bytes())
    return found


def shape(service: str, name: str) -> Mapping[str, Any]:
    """A shape as botocore writes it: what it has of `enum`, `min`, `max`, `members`, `member`. Errors as for `enum`."""
    known: Mapping[str, Any] | None = compiled()["shapes"].get(service, {}).get(name)
    return botocore_models.shape(service, name) if known is None else known
