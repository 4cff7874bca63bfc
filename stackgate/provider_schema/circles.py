"""References that lead back to where they start: Terraform can make none of such resources first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


def circles(references: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """For each name that its references lead back to, a shortest way: the name, what lies between, the name again.

    `references` holds of each name what it refers to. Linear in names and references where there is no circle.
    """
    within = _in_circles(references)
    for name in references:
        way = _way_back(name, references, within) if name in within else ()
        if way:
            yield way


def _in_circles(references: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The names on circles or between two of them: what is left once every end, on both sides, is taken away."""
    forward = {name: {target for target in targets if target in references} for name, targets in references.items()}
    backward: dict[str, set[str]] = {name: set() for name in forward}
    for name, targets in forward.items():
        for target in targets:
            backward[target].add(name)
    for outgoing, incoming in ((forward, backward), (backward, forward)):
        ends = [name for name, targets in outgoing.items() if not targets]
        while ends:
            end = ends.pop()
            for source in incoming.pop(end):
                outgoing[source].discard(end)
                if not outgoing[source]:
                    ends.append(source)
            del outgoing[end]
    return frozenset(forward)


def _way_back(start: str, references: Mapping[str, Iterable[str]], within: frozenset[str]) -> tuple[str, ...]:
    came_from: dict[str, str] = {}
    waiting = [start]
    for name in waiting:
        for target in references[name]:
            if target == start:
                way = [name]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return (*reversed(way), start)
            if target in within and target not in came_from:
                came_from[target] = name
                waiting.append(target)
    return ()
