"""In which order Terraform makes the resources of a document."""

from __future__ import annotations

from typing import Any

from stackgate.graph import Graph, Resource


def made_before(resource: Resource, graph: Graph) -> set[str]:
    """The addresses of all that Terraform makes before a resource: what it refers to, and its depends_on."""
    waiting, found = [resource], set[str]()
    for current in waiting:
        named = {reference.target for reference in current.outgoing}
        for name in _listed(current.raw.get("depends_on")):
            named.update(_instances(str(name), graph))
        for address in named - found:
            found.add(address)
            target = graph.get(address)
            if target is not None:
                waiting.append(target)
    return found


def _instances(name: str, graph: Graph) -> list[str]:
    """What an entry of depends_on stands for: a resource, or all its instances."""
    address = name.removeprefix("${").removesuffix("}")
    if graph.get(address) is not None:
        return [address]
    return [resource.address for resource in graph if resource.address.startswith(f"{address}[")]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
