"""The references between what is shown, as lines from box to box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stackgate.reports.html.picture.boxes import Box
from stackgate.reports.html.picture.facts import Facts
from stackgate.reports.html.picture.routes import Place, Point, Streets
from stackgate.reports.html.picture.scene import Container, Node

_QUIET_ROLES = ("network", "security", "monitoring", "lookup")
_QUIET_TYPES = ("aws_internet_gateway", "aws_subnet", "aws_vpc")
_MOST = 500
_MOST_SEARCHES = 40
_ASIDE = 2.0  # three lines in one gap stay apart
_RADIUS = 6.0


@dataclass(frozen=True, slots=True)
class Edge:
    """That a node refers to another, by their names. A quiet one is shown only while one of its ends is looked at."""

    source: str
    target: str
    is_quiet: bool


def edges_of(regions: Iterable[Container], facts: Facts) -> list[Edge]:
    """The references between nodes, each pair once, without what a frame says already: who lives in it.

    Of very many the quiet ones are left out.
    """
    nodes: dict[int, Node] = {}
    frames: set[str] = set()
    for region in regions:
        for node in region.nodes():
            nodes.update((member, node) for member in node.members)
        frames.update(_frames(region))
    shown = [nodes[host] for host in facts.hosts]
    found: dict[tuple[str, str], bool] = {}
    for source, targets in enumerate(facts.links.outgoing):
        for target in targets:
            pair = shown[source], shown[target]
            if pair[0] is not pair[1] and not (_is_at_home(facts, source, target) and _is_frame(pair, frames)):
                found.setdefault((pair[0].name, pair[1].name), any(map(_is_quiet, pair)))
    edges = [Edge(source, target, quiet) for (source, target), quiet in found.items()]
    return sorted(edges, key=lambda edge: edge.is_quiet)[:_MOST]


def places_of(picture: Box) -> dict[str, Place]:
    """Where each node stands, by its name."""
    return {
        box.node.name: Place(x, y, box.width, box.height)
        for box, x, y in picture.placed()
        if box.node and box.kind in ("card", "heading")
    }


def paths_of(picture: Box, edges: Sequence[Edge]) -> list[str]:
    """The line of each edge as the `d` of an SVG path: along the gaps, or, where it is quiet, a curve of its own."""
    places = places_of(picture)
    lines = [_curve(places[edge.source], places[edge.target]) for edge in edges]
    by_source: dict[str, list[int]] = {}
    for number, edge in enumerate(edges):
        if not edge.is_quiet:
            by_source.setdefault(edge.source, []).append(number)
    streets = Streets(
        picture, [places[name] for edge in edges if not edge.is_quiet for name in (edge.source, edge.target)]
    )
    if streets.are_too_many or len(by_source) > _MOST_SEARCHES:
        return lines
    for place, (source, numbers) in enumerate(by_source.items()):
        ways = streets.ways(places[source], [places[edges[number].target] for number in numbers])
        aside = (place % 3 - 1) * _ASIDE
        for number, way in zip(numbers, ways, strict=True):
            if way:
                lines[number] = _rounded([(x + aside, y + aside) for x, y in way])
    return lines


def _rounded(points: Sequence[Point]) -> str:
    """A line through points, its corners rounded."""
    text = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (x1, y1), (x2, y2) = _toward(corner, before), _toward(corner, after)
        text += f"L{x1:.0f} {y1:.0f}Q{corner[0]:.0f} {corner[1]:.0f} {x2:.0f} {y2:.0f}"
    return f"{text}L{points[-1][0]:.0f} {points[-1][1]:.0f}"


def _toward(corner: Point, other: Point) -> Point:
    """The point a corner's radius away from it, at most half the way to another."""
    across, down = other[0] - corner[0], other[1] - corner[1]
    length = abs(across) + abs(down) or 1.0
    share = min(_RADIUS, length / 2) / length
    return corner[0] + across * share, corner[1] + down * share


def _curve(start: Place, end: Place) -> str:
    """A smooth curve between the facing sides of two rectangles."""
    right, left = end.x - (start.x + start.width), start.x - (end.x + end.width)
    if max(right, left) >= 0:
        forward = right >= left
        x1, x2 = (start.x + start.width, end.x) if forward else (start.x, end.x + end.width)
        y1, y2 = start.y + start.height / 2, end.y + end.height / 2
        bend = (x2 - x1) / 2
        return f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    down = end.y >= start.y
    y1, y2 = (start.y + start.height, end.y) if down else (start.y, end.y + end.height)
    x1, x2 = start.x + start.width / 2, end.x + end.width / 2
    bend = (y2 - y1) / 2
    return f"M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"


def _frames(container: Container) -> Iterable[str]:
    if container.node:
        yield container.node.name
    for inner in container.inside:
        yield from _frames(inner)


def _is_frame(pair: tuple[Node, Node], frames: set[str]) -> bool:
    return pair[0].name in frames or pair[1].name in frames


def _is_at_home(facts: Facts, source: int, target: int) -> bool:
    return facts.vpc_of(facts.hosts[source]) == facts.vpc_of(facts.hosts[target])


def _is_quiet(node: Node) -> bool:
    return node.role in _QUIET_ROLES or node.type.removeprefix("data.") in _QUIET_TYPES
