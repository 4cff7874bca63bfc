"""Rectangles within rectangles, and how they are put beside and below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from stackgate.reports.html.picture.scene import Container, Node

GAP = 12.0
PAD = 12.0

Kind = Literal["region", "vpc", "zone", "subnet", "band", "heading", "card", "chip"]


@dataclass
class Box:
    """A rectangle in pixels; `x` and `y` count from the corner of the one around it.

    A card, a chip or a heading shows its `node`; a frame shows its `title`.
    """

    kind: Kind
    width: float
    height: float
    title: str = ""
    node: Node | None = None
    frame: Container | None = None
    x: float = 0.0
    y: float = 0.0
    children: list[Box] = field(default_factory=list)

    def placed(self, x: float = 0.0, y: float = 0.0) -> Iterator[tuple[Box, float, float]]:
        """This box and all within, each before its children, with its place in the whole picture."""
        x, y = x + self.x, y + self.y
        yield self, x, y
        for child in self.children:
            yield from child.placed(x, y)


def at(box: Box, x: float, y: float) -> Box:
    """The box, put at a place."""
    box.x, box.y = x, y
    return box


def flow(boxes: Sequence[Box], width: float, gap: float) -> float:
    """Put boxes one after the other in lines of `width`. Returns the height of them all."""
    x = y = line = 0.0
    for box in boxes:
        if x and x + box.width > width:
            x, y, line = 0.0, y + line + gap, 0.0
        at(box, x, y)
        x, line = x + box.width + gap, max(line, box.height)
    return y + line


def grid(boxes: Sequence[Box], columns: int, width: float, gap: float = GAP) -> float:
    """Put boxes of equal width into rows of `columns`, those of a row made equally high. Returns the height."""
    step = (width + gap) / columns
    y = 0.0
    for start in range(0, len(boxes), columns):
        row = boxes[start : start + columns]
        height = max(box.height for box in row)
        for place, box in enumerate(row):
            at(box, place * step, y)
            box.height = height
        y += height + gap
    return max(0.0, y - gap)


def columns_of(boxes: Sequence[Box], columns: int, width: float) -> float:
    """Put boxes of equal width into columns, each below the shortest so far. Returns the height of the longest."""
    step = (width + GAP) / columns
    ends = [0.0] * columns
    for box in boxes:
        shortest = ends.index(min(ends))
        at(box, shortest * step, ends[shortest])
        ends[shortest] += box.height + GAP
    return max(0.0, max(ends) - GAP)


def shifted(boxes: Sequence[Box], x: float, y: float) -> list[Box]:
    """The boxes, moved."""
    return [at(box, box.x + x, box.y + y) for box in boxes]
