"""The resources of a judged document, as its evidence tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stackgate.address import without_keys
from stackgate.evidence import SeenResource
from stackgate.graph import Graph, Resource
from stackgate.subject import Subject
from stackgate.values import settled

NOT_SET = "not set"
MOST_VALUES = 12
"""Of so many attributes the values are kept for a pair of rule and resource."""


def seen_resources(subject: Subject) -> Iterator[SeenResource]:
    """Every resource and data source of a document, in its order."""
    instances: dict[str, list[str]] = {}
    for resource in subject.graph:
        instances.setdefault(without_keys(resource.address), []).append(resource.address)
    for resource in subject.graph:
        construct, zone = resource.construct, settled(resource.peek("availability_zone"))
        yield SeenResource(
            stack=subject.graph.stack,
            address=subject.shown_address(resource.address),
            type=resource.kind,
            construct=construct,
            source=subject.given.sources.get(construct) if construct else None,
            zone=subject.shown(zone) if isinstance(zone, str) else None,
            references=tuple(map(subject.shown_address, _targets(resource, subject.graph, instances))),
        )


def _targets(resource: Resource, graph: Graph, instances: dict[str, list[str]]) -> Iterator[str]:
    """What a resource refers to, each once; a reference to all instances of a resource leads to each of them."""
    found: dict[str, None] = {}
    for reference in resource.outgoing:
        target = reference.target
        found.update(dict.fromkeys([target] if graph.get(target) else instances.get(target, ())))
    return (address for address in found if address != resource.address)


def seen_values(subject: Subject, address: str, attributes: Iterable[str]) -> dict[str, str]:
    """What a resource holds in the attributes that a rule read: the first of them, and what is not set is told so."""
    if subject.graph.get(address) is None:
        return {}
    first = list(dict.fromkeys(attributes))[:MOST_VALUES]
    return {subject.shown(name): subject.values.at(address, name) or NOT_SET for name in first}
