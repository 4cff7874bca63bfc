"""The resources of a document in the forms that Checkov reads."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from stackgate.graph import Graph, Resource
from stackgate.scan.resolved import ResolvedCopy, resolve

ADDRESS = "__address__"
"""By this, which is Checkov's own name, its solvers tell a vertex from the other instances of its resource."""


class Copies:
    """The resources as Checkov wants them, each made when it is first asked for.

    `form` gives a resource's attributes with every value in a list, as Checkov's HCL parser does.
    """

    def __init__(self, graph: Graph, form: Callable[[ResolvedCopy], Any] | None = None) -> None:
        self._graph = graph
        self._form = form or _listed_anew
        self._copies: dict[str, ResolvedCopy] = {}
        self._vertices: dict[str, dict[str, Any]] = {}

    def in_form(self, form: Callable[[ResolvedCopy], Any]) -> Copies:
        """The same copies, given to Checkov in another form."""
        other = Copies(self._graph, form)
        other._copies = self._copies
        return other

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
            named = {copy.resource.type: {copy.resource.name: self._form(copy)}}
            module.add_blocks(block_type(copy.resource), [named], "document.tf.json", "Terraform")
            vertex = module.blocks[0].get_attribute_dict(add_hash=False)
            self._vertices[address] = vertex | {ADDRESS: address}
        return self._vertices[address]

    def network(self, kinds: Collection[str] | None = None) -> Any:
        """The resources of these types, or all, and the references between them, as a YAML policy's connections read
        them."""
        from networkx import DiGraph  # type: ignore[import-untyped]

        network = DiGraph()
        addresses = [resource.address for resource in self._graph if kinds is None or resource.kind in kinds]
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
    return "resource" if resource.kind == resource.type else "data"


def listed(copy: ResolvedCopy) -> Any:
    """The attributes as Checkov's HCL parser gives them, every value in a list; made once, and not to be changed."""
    if "listed" not in copy.forms:
        copy.forms["listed"] = _listed_anew(copy)
    return copy.forms["listed"]


def _listed_anew(copy: ResolvedCopy) -> Any:
    from checkov.terraform_json.parser import hclify

    return hclify(copy.attributes)
