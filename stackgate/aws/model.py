"""AWS's own words: the enums, ranges and shapes of its API, out of the models that botocore ships.

botocore is there with Checkov. Its models are read as JSON, one file for each service that is asked about and only when
it is; nothing of botocore is imported.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_NEWER: dict[tuple[str, str], tuple[str, ...]] = {
    # Checkov pins a botocore of January 2025; these came later, with the autoscaling of Memcached clusters.
    ("application-autoscaling", "ScalableDimension"): ("elasticache:cache-cluster:Nodes",),
    ("application-autoscaling", "MetricType"): (
        "ElastiCacheEngineCPUUtilization",
        "ElastiCacheDatabaseMemoryUsagePercentage",
    ),
}
"""Values that AWS has added to an enum since the model that is installed."""


class ModelError(Exception):
    """AWS's model of a service cannot be read; the text says of which."""


def enum(service: str, name: str) -> tuple[str, ...]:
    """The values that AWS knows for an enum, as in `enum("kinesis", "MetricsName")`.

    Source: the service's API model in botocore. Raises ModelError where there is no such service or shape.
    """
    return (*_shape(service, name)["enum"], *_NEWER.get((service, name), ()))


def limits(service: str, name: str) -> tuple[float, float]:
    """The smallest and the largest number that AWS takes, as in `limits("ecs", "CapacityProviderStrategyItemBase")`.

    Source and errors as for `enum`.
    """
    shape = _shape(service, name)
    return float(shape["min"]), float(shape["max"])


def members(service: str, name: str) -> Mapping[str, str]:
    """The keys of a structure with the names of their shapes, as in `members("ecs", "ContainerDefinition")`.

    Empty where the shape is no structure. Source and errors as for `enum`.
    """
    found: Mapping[str, Mapping[str, str]] = _shape(service, name).get("members", {})
    return {key: member["shape"] for key, member in found.items()}


def item(service: str, name: str) -> str | None:
    """The name of the shape that a list holds, or None where the shape is no list. Source and errors as for `enum`."""
    member: Mapping[str, str] | None = _shape(service, name).get("member")
    return member["shape"] if member else None


def _shape(service: str, name: str) -> Mapping[str, Any]:
    shapes = _shapes(service)
    if name not in shapes:
        raise ModelError(f"AWS's model of {service} has no shape {name}")
    return shapes[name]


@cache
def _shapes(service: str) -> Mapping[str, Mapping[str, Any]]:
    versions = sorted((_models() / service).glob("*/service-2.json*"))
    if not versions:
        raise ModelError(f"botocore has no model of {service}")
    newest = versions[-1]
    content = newest.read_bytes()
    model = json.loads(gzip.decompress(content) if newest.suffix == ".gz" else content)
    shapes: Mapping[str, Mapping[str, Any]] = model["shapes"]
    return shapes


@cache
def _models() -> Path:
    spec = importlib.util.find_spec("botocore")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("botocore, which carries AWS's models, is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "data"
