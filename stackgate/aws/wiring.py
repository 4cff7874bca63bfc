"""Which resources are wired to which: the other side of a reference, also where a name is written out."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from stackgate.block import Block
from stackgate.graph import Graph, Resource, literal_names, name_ends
from stackgate.values import Encoded, Reference, Template, Undecidable, Unresolved, references_in

_shown: WeakKeyDictionary[Graph, tuple[list[str], frozenset[str]]] = WeakKeyDictionary()
"""The texts of a document's outputs and modules, and what in them is followed by a dot."""
_loose: WeakKeyDictionary[Graph, dict[tuple[str, str], _Loose]] = WeakKeyDictionary()


def wired(graph: Graph, resource: Resource, attribute: str, *kinds: str) -> list[Resource]:
    """The resources of the given types whose attribute stands for this resource, by reference or by its name.

    Raises Undecidable where there is none and it is not known of one of them, or of a module, what it is wired to.
    """
    mentioning = [source for source in graph.referrers(resource, *kinds) if _refers(source, attribute, resource)]
    found = [source for source in mentioning if _is_sure(source.peek(attribute), resource)]
    if found:
        return found
    undecided: Undecidable | None = None
    if mentioning:
        undecided = Undecidable(f"depends on which branch {attribute} of {mentioning[0].address} takes")
    for kind in kinds:
        for source in _not_referring(graph, kind, attribute).that_may_mean(resource):
            try:
                if any(graph.means(value, resource) for value in items(source, attribute)):
                    found.append(source)
            except Undecidable as undecidable:
                undecided = undecidable
    if not found and undecided:
        raise undecided
    if not found and graph.unexpanded:
        raise Undecidable(f"depends on {graph.unexpanded[0].address}, which is not expanded")
    return found


def items(block: Block, name: str) -> list[Any]:
    """An attribute's values, where one value may stand for a list of one: an unresolved one counts as a single value.

    It differs from `block.values(name)`, which raises Undecidable for what may turn out to be a list of any length.
    """
    value = block[name]
    final = value.final() if isinstance(value, Unresolved) else value
    if isinstance(final, list):
        return final
    return [] if value is None else [value]


def pointed(graph: Graph, value: Any) -> Resource | None:
    """The resource that a value refers to, also as one of several by an index; None where it is not in the document."""
    target = graph.target(value)
    if target is None and isinstance(value, Unresolved) and not isinstance(value, Reference):
        addresses = {reference.target for reference in value.references}
        target = graph.get(addresses.pop()) if len(addresses) == 1 else None
    return target


def is_shown(resource: Resource, graph: Graph) -> bool:
    """Whether the document gives a resource to others: by an output, or to a module."""
    if graph not in _shown:
        blocks = (*graph.configuration.blocks("output"), *graph.configuration.blocks("module"))
        texts = [str(block.raw) for block in blocks]
        _shown[graph] = texts, frozenset(name for text in texts for name in text.split(".")[:-1])
    texts, names = _shown[graph]
    name = resource.address.rpartition(".")[2]
    return ("]" in name or name in names) and any(f"{resource.address}." in text for text in texts)


def _refers(source: Resource, attribute: str, resource: Resource) -> bool:
    return any(reference.target == resource.address for reference in source.references(attribute))


def _is_sure(value: Any, resource: Resource) -> bool:
    """Whether a value that mentions the resource stands for it, and not only under a condition that is not known."""
    if isinstance(value, list):
        return any(_is_sure(item, resource) for item in value if _mentions(item, resource))
    plain = isinstance(value, (Reference, Template, Encoded)) or not isinstance(value, Unresolved)
    return plain or "?" not in value.expression


def _mentions(value: Any, resource: Resource) -> bool:
    return any(reference.target == resource.address for reference in references_in(value))


class _Loose:
    """Resources that name what they are wired to by a text, or otherwise than by a reference into the document."""

    def __init__(self, sources: list[Resource], attribute: str) -> None:
        self._sources = sources
        self._unsure: set[int] = set()
        self._by_name: dict[str, set[int]] = {}
        for number, source in enumerate(sources):
            for text in _texts(source, attribute):
                if text is None:
                    self._unsure.add(number)
                    continue
                for end in name_ends(text):
                    self._by_name.setdefault(end, set()).add(number)

    def that_may_mean(self, resource: Resource) -> list[Resource]:
        """Those of which a look at the resource's names does not tell that they mean another one, in order."""
        named = (self._by_name.get(name, ()) for name in (literal_names(resource) if self._by_name else ()))
        return [self._sources[number] for number in sorted(self._unsure.union(*named))]


def _texts(source: Resource, attribute: str) -> list[str | None]:
    """The texts of an attribute; None for what is not known to be one."""
    try:
        values = items(source, attribute)
    except Undecidable:
        return [None]
    return [value if isinstance(value, str) else None for value in values]


def _not_referring(graph: Graph, kind: str, attribute: str) -> _Loose:
    """The resources of a type that name what they are wired to otherwise than by a reference into the document."""
    lists = _loose.setdefault(graph, {})
    if (kind, attribute) not in lists:
        sources = [source for source in graph.of_type(kind) if not _refers_into(graph, source.peek(attribute))]
        lists[kind, attribute] = _Loose(sources, attribute)
    return lists[kind, attribute]


def _refers_into(graph: Graph, value: Any) -> bool:
    """Whether all that a value holds refers to resources of the document; so does one that is not set.

    What leads on to another resource, as a subnet's `vpc_id` does, has to be followed.
    """
    if isinstance(value, list):
        return all(_refers_into(graph, item) for item in value)
    final = value.final() if isinstance(value, Reference) else value
    if isinstance(value, Reference) and isinstance(final, Reference) and final.target != value.target:
        return False
    return value is None or any(graph.get(reference.target) for reference in references_in(value))
