"""In which order Terraform makes the resources of a document."""

from __future__ import annotations

from typing import Any

from stackgate.graph import Graph, Resource


def made_before(resource: Resource, graph: Graph) -> set[str]:
    """The addresses of all that Terraform makes before a resource: what it refers to, and its depends_on."""
    waiting, found = [resource], set[str]()
    for current in waiting:
        named = {reference.target for reference in current.outgoing}
        depends_on = current.raw.get("depends_on")
        named |= {str(name).removeprefix("${").removesuffix("}") for name in _listed(depends_on)}
        for address in named - found:
            found.add(address)
            target = graph.get(address)
            if target is not None:
                waiting.append(target)
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
