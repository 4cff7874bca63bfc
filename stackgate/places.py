"""What the rules are asked about in a document: worked out once for all rules that are about the same types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from stackgate.change import Change
from stackgate.graph import Graph, Resource
from stackgate.rule import ANY, CHANGE, DOCUMENT, Rule
from stackgate.share import WHOLE, Share


class Place(NamedTuple):
    """What a rule is asked about: its address, and a name that is its own, as a plan may change an address twice."""

    name: str
    address: str
    resource: Resource | Change | None


_DOCUMENT = Place("*", "*", None)


class Places:
    """The places of a graph, or of a share of it."""

    def __init__(self, graph: Graph, share: Share = WHOLE) -> None:
        self._graph = graph
        self._share = share
        self._of_kind: dict[str, list[Place]] = {}
        self._of_types: dict[tuple[str, ...], dict[str, Place]] = {}

    def within(self, share: Share) -> Places:
        """Those of a share."""
        return self if share == self._share else Places(self._graph, share)

    def of(self, rule: Rule) -> Mapping[str, Place]:
        """By name the resources of a rule's types, a plan's changes, or once the whole document, as `*`."""
        if rule.types == (DOCUMENT,):  # in the share of the rule, not in that of a resource
            return {_DOCUMENT.name: _DOCUMENT} if self._share.has(rule.name) else {}
        if rule.types not in self._of_types:
            self._of_types[rule.types] = {place.name: place for place in self._of(rule.types)}
        return self._of_types[rule.types]

    def _of(self, types: tuple[str, ...]) -> list[Place]:
        if types == (CHANGE,):
            numbered = enumerate(self._graph.changes)
            return self._shared([Place(f"{n} {change.address}", change.address, change) for n, change in numbered])
        if types == (ANY,):
            return self._shared([Place(resource.address, resource.address, resource) for resource in self._graph])
        return [place for kind in types for place in self._of_one(kind)]

    def _of_one(self, kind: str) -> list[Place]:
        if kind not in self._of_kind:
            resources = self._graph.of_type(kind)
            self._of_kind[kind] = self._shared([Place(one.address, one.address, one) for one in resources])
        return self._of_kind[kind]

    def _shared(self, places: list[Place]) -> list[Place]:
        return [place for place in places if self._share.has(place.address)]
