"""Bands beside each other: how many columns each gets, and which share a row, so that a picture is low."""

from __future__ import annotations

from collections.abc import Sequence

from stackgate.reports.html.picture.boxes import GAP, PAD, Box, at, columns_of, shifted
from stackgate.reports.html.picture.cards import CARD_WIDTH, card
from stackgate.reports.html.picture.labels import Labels
from stackgate.reports.html.picture.scene import Container

BAND_TITLE = 24.0
_WIDEST_CARD = 230.0


def band_of(band: Container, columns: int, width: float, labels: Labels) -> Box:
    """The box of a band, `width` wide, its cards in so many columns."""
    inner = min(width - 2 * PAD, columns * (_WIDEST_CARD + GAP) - GAP)
    each = (inner - (columns - 1) * GAP) / columns
    cards = [card(node, each, labels) for node in band.cards]
    height = columns_of(cards, columns, inner)
    box = Box("band", width, BAND_TITLE + height + PAD, band.title, frame=band)
    box.children = shifted(cards, PAD, BAND_TITLE)
    return box


def rows_of(bands: Sequence[Container], width: float, labels: Labels) -> tuple[list[Box], float]:
    """The bands in rows of `width`, in their order, and the height of all the rows: the lowest that there is."""
    rows: dict[int, list[Box]] = {}
    rest = {len(bands): (-GAP, 0)}  # how high the rows from a band on are, and where the first of them ends
    for start in reversed(range(len(bands))):
        ways = []
        for end in range(start + 1, len(bands) + 1):
            row = _row(bands[start:end], width, labels)
            if row is None:
                break
            ways.append((row[0].height + GAP + rest[end][0], end, row))
        height, end, rows[start] = min(ways, key=lambda way: way[:2])
        rest[start] = height, end
    boxes, y, start = [], 0.0, 0
    while start < len(bands):
        boxes += shifted(rows[start], 0.0, y)
        y += rows[start][0].height + GAP
        start = rest[start][1]
    return boxes, max(0.0, y - GAP)


def width_of(columns: int) -> float:
    """How wide a band with so many columns is, at least."""
    return columns * (CARD_WIDTH + GAP) - GAP + 2 * PAD


def _row(bands: Sequence[Container], width: float, labels: Labels) -> list[Box] | None:
    """The bands of one row, equally high, or None where they do not fit into it."""
    free = width - sum(width_of(1) + GAP for _ in bands) + GAP
    if free < 0 and len(bands) > 1:
        return None
    columns = [1] * len(bands)
    while free >= CARD_WIDTH + GAP:
        rows = [
            -(-len(band.cards) // number) if number < len(band.cards) else 0
            for band, number in zip(bands, columns, strict=True)
        ]
        if not max(rows):
            break
        columns[rows.index(max(rows))] += 1
        free -= CARD_WIDTH + GAP
    boxes, x = [], 0.0
    spare = (width - sum(map(width_of, columns)) - (len(bands) - 1) * GAP) / sum(columns)
    for band, number in zip(bands, columns, strict=True):
        box = band_of(band, number, width_of(number) + number * spare, labels)
        boxes.append(at(box, x, 0.0))
        x += box.width + GAP
    for box in boxes:
        box.height = max(other.height for other in boxes)
    return boxes
