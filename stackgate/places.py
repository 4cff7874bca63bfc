"""What the rules are asked about in a document: worked out once for all rules that are about the same types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
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
    """The places of a graph, or of a share of it. `resources` are those that are in it, in the document's order."""

    def __init__(self, graph: Graph, share: Share = WHOLE) -> None:
        self.resources = [resource for resource in graph if share.has(resource.address)]
        self._graph = graph
        self._share = share
        self._shares: dict[Share, Places] = {share: self}
        self._of_types: dict[tuple[str, ...], dict[str, Place]] = {}

    def within(self, share: Share) -> Places:
        """Those of a share of the whole."""
        if share not in self._shares:
            self._shares[share] = Places(self._graph, share)
        return self._shares[share]

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
            places = [Place(f"{number} {change.address}", change.address, change) for number, change in numbered]
            return [place for place in places if self._share.has(place.address)]
        if types == (ANY,):
            return [Place(resource.address, resource.address, resource) for resource in self.resources]
        return [place for kind in types for place in self._by_kind.get(kind, ())]

    @cached_property
    def _by_kind(self) -> dict[str, list[Place]]:
        by_kind: dict[str, list[Place]] = {}
        for one in self.resources:
            by_kind.setdefault(one.kind, []).append(Place(one.address, one.address, one))
        return by_kind
