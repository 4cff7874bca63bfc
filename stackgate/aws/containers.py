"""What ECS task definitions hold: containers, and where they run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from stackgate.aws import model
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.spelling import nearest
from stackgate.values import Undecidable, known

_SHAPE = "ContainerDefinition"
_CONTAINERS: WeakKeyDictionary[Resource, list[Block]] = WeakKeyDictionary()
"""What `containers` has found already: a dozen rules ask for them."""


def containers(task: Resource) -> list[Block]:
    """The containers of a task definition, their keys in AWS's spelling.

    Terraform takes keys whatever their case; the model of the ECS API tells how AWS writes them. There are none where
    the definitions are text that is not JSON, which is one rule's to find. Raises Undecidable where they are not known.
    """
    try:
        document = task.document("container_definitions")
    except Undecidable:
        if isinstance(known(task["container_definitions"]), str):
            return []
        raise
    if task not in _CONTAINERS:
        found = document if isinstance(document, list) else [document]
        _CONTAINERS[task] = [Block(_spelt(one.raw, _SHAPE)) for one in found if isinstance(one, Block)]
    return list(_CONTAINERS[task])


def lacks(container: Block, key: str) -> bool:
    """Whether a container has no such key, not even a misspelt one (which is a fault of its own)."""
    known_keys = model.members("ecs", _SHAPE)
    misspelt = (name for name in container if name not in known_keys)
    return key not in container and not any(nearest(name, known_keys) == key for name in misspelt)


def runs_on_fargate(task: Resource) -> bool:
    """Whether a task definition is for Fargate."""
    return any(kind == "FARGATE" for kind in task.values("requires_compatibilities"))


def cluster_of(service: Resource, graph: Graph) -> Resource | None:
    """The cluster of a service, or None where it is not one of this document."""
    value = service.peek("cluster")
    target = graph.target(value)
    if target is not None:
        return target
    try:
        return graph.meant(value, "aws_ecs_cluster")
    except Undecidable:
        return None  # handed in from outside


def services_of(task: Resource, graph: Graph) -> list[Resource]:
    """The services that run a task definition."""
    return graph.referrers(task, "aws_ecs_service")


@cache
def _by_lower(shape: str) -> dict[str, str]:
    return {key.lower(): key for key in model.members("ecs", shape)}


def _spelt(value: Any, shape: str) -> Any:
    keys = model.members("ecs", shape)
    if isinstance(value, Mapping) and keys:
        by_lower = _by_lower(shape)
        spelt: dict[str, Any] = {}
        for written, inner in value.items():
            key = by_lower.get(str(written).lower(), str(written))
            spelt[key] = _spelt(inner, keys[key]) if key in keys else inner
        return spelt
    below = model.item("ecs", shape)
    if isinstance(value, list) and below:
        return [_spelt(inner, below) for inner in value]
    return value
