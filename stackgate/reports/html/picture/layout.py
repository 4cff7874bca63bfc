"""Where everything stands: the frames of a scene as boxes. It draws nothing."""

from __future__ import annotations

from collections.abc import Sequence

from stackgate.reports.html.picture.boxes import GAP, PAD, Box, at, columns_of, grid, shifted
from stackgate.reports.html.picture.cards import CARD_WIDTH, HEADING, card, heading
from stackgate.reports.html.picture.labels import Labels
from stackgate.reports.html.picture.rows import rows_of, width_of
from stackgate.reports.html.picture.scene import Container

_TITLE = 34.0
_ZONE_TITLE = 22.0
_SUBNET = CARD_WIDTH + 2 * PAD
_ZONE = _SUBNET + 2 * PAD
_WIDTHS = ((6, 700.0), (20, 960.0))
_WIDEST = 1240.0
_EMPTY = 0.3


def layout(regions: Sequence[Container], labels: Labels) -> Box:
    """The picture's box, with the regions below each other in it: as wide as the largest of them asks for."""
    most = max(sum(1 for _ in region.nodes()) for region in regions)
    width = next((width for limit, width in _WIDTHS if most <= limit), _WIDEST)
    boxes, y = [], 0.0
    for region in regions:
        box = at(_region(region, width, labels), 0.0, y)
        boxes.append(box)
        y += box.height + 2 * GAP
    return Box("region", width, y - 2 * GAP, children=boxes)


def _region(region: Container, width: float, labels: Labels) -> Box:
    inner = width - 2 * PAD
    vpcs = [one for one in region.inside if one.kind == "vpc"]
    bands = [one for one in region.inside if one.kind == "band"]
    children, height = _beside(vpcs, bands, inner, labels) if vpcs else rows_of(bands, inner, labels)
    box = Box("region", width, _TITLE + height + PAD, region.title, frame=region)
    box.children = shifted(children, PAD, _TITLE)
    return box


def _beside(vpcs: list[Container], bands: list[Container], width: float, labels: Labels) -> tuple[list[Box], float]:
    """The VPCs, the first bands at their right, the others below: as many as make the picture low and full."""
    ways = [_arranged(vpcs, bands, 0, width, width, labels)]
    for columns in (1, 2, 3):
        left = width - width_of(columns) - GAP
        if left >= width_of(2):
            ways += [_arranged(vpcs, bands, beside, left, width, labels) for beside in range(1, len(bands) + 1)]
    boxes, height, _ = min(ways, key=lambda way: way[1] + _EMPTY * way[2])
    return boxes, height


def _arranged(
    vpcs: list[Container], bands: list[Container], beside: int, left: float, width: float, labels: Labels
) -> tuple[list[Box], float, float]:
    """The boxes, their height, and by how much what stands beside each other differs in height."""
    boxes, y = _column([_vpc(vpc, left, labels) for vpc in vpcs])
    uneven = 0.0
    right, height = rows_of(bands[:beside], width - left - GAP, labels)
    if right:
        uneven = abs(height - y)
        last = boxes[-1] if y < height else None
        for box in [last] if last else [box for box in right if box.y + box.height == height]:
            box.height += uneven
        y = max(y, height)
        boxes += shifted(right, left + GAP, 0.0)
    below, height = rows_of(bands[beside:], width, labels)
    return [*boxes, *shifted(below, 0.0, y + GAP)], y + (GAP + height if below else 0.0), uneven


def _column(boxes: list[Box]) -> tuple[list[Box], float]:
    y = 0.0
    for box in boxes:
        at(box, 0.0, y)
        y += box.height + GAP
    return boxes, y - GAP


def _vpc(vpc: Container, width: float, labels: Labels) -> Box:
    inner = width - 2 * PAD
    children, y = [], _TITLE
    if vpc.node:
        head = at(heading(vpc.node, vpc.title, inner, labels), PAD, 6.0)
        children.append(head)
        y = 6.0 + head.height + 6.0
    entry = [one for one in vpc.inside if one.title == "Entry"]
    zones = [one for one in vpc.inside if one.kind == "zone"]
    others = [one for one in vpc.inside if one.kind == "band" and one not in entry]
    for boxes, height in (
        rows_of(entry, inner, labels),
        _zones(zones, inner, labels),
        rows_of(others, inner, labels),
    ):
        if boxes:
            children += shifted(boxes, PAD, y)
            y += height + GAP
    return Box("vpc", width, y - GAP + PAD, "" if vpc.node else vpc.title, frame=vpc, children=children)


def _zones(zones: list[Container], width: float, labels: Labels) -> tuple[list[Box], float]:
    """The zones as columns, their first subnets at one height, and so on."""
    if not zones:
        return [], 0.0
    columns = max(1, min(len(zones), int((width + GAP) // (_ZONE + GAP))))
    each = (width - (columns - 1) * GAP) / columns
    boxes = []
    for start in range(0, len(zones), columns):
        boxes += _zone_row(zones[start : start + columns], each, labels)
    return boxes, grid(boxes, columns, width)


def _zone_row(zones: list[Container], width: float, labels: Labels) -> list[Box]:
    inner = width - 2 * PAD
    per_row = max(1, int((inner + GAP) // (_SUBNET + GAP)))
    each = (inner - (per_row - 1) * GAP) / per_row
    subnets = [[_subnet(one, each, labels) for one in zone.inside] for zone in zones]
    longest = max(map(len, subnets))
    for start in range(0, longest, per_row):
        row = [box for column in subnets for box in column[start : start + per_row]]
        for box in row:
            box.height = max(other.height for other in row)
    boxes = []
    for zone, column in zip(zones, subnets, strict=True):
        height = grid(column, per_row, inner)
        box = Box("zone", width, _ZONE_TITLE + height + PAD, zone.title or "zone not known", frame=zone)
        box.children = shifted(column, PAD, _ZONE_TITLE)
        boxes.append(box)
    return boxes


def _subnet(subnet: Container, width: float, labels: Labels) -> Box:
    inner = width - 2 * PAD
    assert subnet.node is not None
    head = at(heading(subnet.node, subnet.title, inner, labels), PAD, 4.0)
    y = 4.0 + head.height + 4.0
    columns = max(1, min(len(subnet.cards), int((inner + GAP) // (CARD_WIDTH + GAP))))
    cards = [card(node, (inner - (columns - 1) * GAP) / columns, labels) for node in subnet.cards]
    height = columns_of(cards, columns, inner)
    box = Box("subnet", width, max(HEADING + 16.0, y + (height + PAD if cards else 4.0)), frame=subnet)
    box.children = [head, *shifted(cards, PAD, y)]
    return box
