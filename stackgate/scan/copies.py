"""The resources of a document in the forms that Checkov reads."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from stackgate.graph import Graph, Resource
from stackgate.scan.resolved import ResolvedCopy, resolve


class Copies:
    """The resources as Checkov wants them, each made when it is first asked for."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._copies: dict[str, ResolvedCopy] = {}
        self._vertices: dict[str, dict[str, Any]] = {}

    def __getitem__(self, address: str) -> ResolvedCopy:
        if address not in self._copies:
            resource = self._graph.get(address)
            if resource is None:
                raise KeyError(address)
            self._copies[address] = resolve(resource)
        return self._copies[address]

    def vertex(self, address: str) -> dict[str, Any]:
        """The resource's flat attributes (`a.b.0.c`), as a YAML policy's conditions read them."""
        from checkov.terraform.graph_builder.graph_components.module import Module

        if address not in self._vertices:
            copy = self[address]
            module = Module("", {})
            named = {copy.resource.type: {copy.resource.name: listed(copy)}}
            module.add_blocks(block_type(copy.resource), [named], "document.tf.json", "Terraform")
            self._vertices[address] = module.blocks[0].get_attribute_dict(add_hash=False)
        return self._vertices[address]

    @cached_property
    def network(self) -> Any:
        """All resources and the references between them, as a YAML policy's connections read them."""
        from networkx import DiGraph  # type: ignore[import-untyped]

        network = DiGraph()
        addresses = [resource.address for resource in self._graph]
        network.add_nodes_from((address, self.vertex(address)) for address in addresses)
        network.add_edges_from(
            (address, target, {"label": "reference"})
            for address in addresses
            for target in self[address].targets
            if target in network
        )
        return network


def block_type(resource: Resource) -> str:
    """Checkov's name for the kind of block."""
    return "data" if resource.address.startswith("data.") else "resource"


def listed(copy: ResolvedCopy) -> Any:
    """The attributes as Checkov's HCL parser gives them: every value in a list."""
    from checkov.terraform_json.parser import hclify

    return hclify(copy.attributes)
