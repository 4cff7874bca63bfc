"""Ways for lines between cards: along the gaps, around all that is written, with few turns."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stackgate.reports.html.picture.boxes import Box
from stackgate.reports.html.picture.wording import text_width

Point = tuple[float, float]
_State = tuple[int, int, int]  # the column's number, the row's number, and 0 where the line runs across, 1 for down

_OUT = 6.0
_PORT = 23.0
_TURN = 40.0
_MOST_STATES = 60_000


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle in the whole picture."""

    x: float
    y: float
    width: float
    height: float


class Streets:
    """The lanes between the boxes of a picture; a line may turn wherever two of them cross.

    There is a lane beside each box, and one to the middle of each place that is an end of a line.
    """

    def __init__(self, picture: Box, ends: Iterable[Place]) -> None:
        boxes = list(picture.placed())
        around = [Place(x, y, box.width, box.height) for box, x, y in boxes if box.kind in ("card", "band", "vpc")]
        ports = [port for end in ends for port in _ports(end)]
        across = {edge for one in around for edge in (one.x - _OUT, one.x + one.width + _OUT)}
        down = {edge for one in around for edge in (one.y - _OUT, one.y + one.height + _OUT)}
        self.xs = sorted({round(x) for x in across} | {round(x) for x, _ in ports})
        self.ys = sorted({round(y) for y in down} | {round(y) for _, y in ports})
        in_the_way = [_written(box, x, y) for box, x, y in boxes]
        blocks = [place for place in in_the_way if place]
        self.closed_across = _closed(self.ys, self.xs, [(one.y, one.height, one.x, one.width) for one in blocks])
        self.closed_down = _closed(self.xs, self.ys, [(one.x, one.width, one.y, one.height) for one in blocks])

    @property
    def are_too_many(self) -> bool:
        """Whether a search would take too long."""
        return 2 * len(self.xs) * len(self.ys) > _MOST_STATES

    def ways(self, start: Place, ends: Sequence[Place]) -> list[list[Point]]:
        """The corners of the best way from a place to each of others, both ends included; empty where there is none."""
        goals = [self._states(end) for end in ends]
        wanted = {state for states in goals for state in states}
        before: dict[_State, _State | None] = {}
        costs = dict.fromkeys(self._states(start), 0.0)
        open_ = [(0.0, state, None) for state in costs]
        queue: list[tuple[float, _State, _State | None]] = list(open_)
        heapq.heapify(queue)
        reached: dict[_State, float] = {}
        missing = len(ends)
        while queue and missing:
            cost, state, previous = heapq.heappop(queue)
            if state in before:
                continue
            before[state] = previous
            if state in wanted:
                reached[state] = cost
                missing = sum(1 for states in goals if not any(one in reached for one in states))
            for price, following in self._steps(state):
                if cost + price < costs.get(following, float("inf")):
                    costs[following] = cost + price
                    heapq.heappush(queue, (cost + price, following, state))
        found = []
        for end, states in zip(ends, goals, strict=True):
            there = [state for state in states if state in reached]
            found.append(self._corners(start, end, min(there, key=reached.__getitem__), before) if there else [])
        return found

    def _states(self, place: Place) -> list[_State]:
        """Where a line may leave a place or arrive: above and below its middle, left and right of its upper part."""
        return [
            (self.xs.index(round(x)), self.ys.index(round(y)), 1 if number < 2 else 0)
            for number, (x, y) in enumerate(_ports(place))
        ]

    def _steps(self, state: _State) -> Iterator[tuple[float, _State]]:
        column, row, is_down = state
        yield _TURN, (column, row, 1 - is_down)
        lanes, at, closed = (
            (self.ys, row, self.closed_down[column]) if is_down else (self.xs, column, self.closed_across[row])
        )
        for following, between in ((at + 1, at), (at - 1, at - 1)):
            if 0 <= following < len(lanes) and not closed[between]:
                length = abs(lanes[following] - lanes[at])
                yield length, ((column, following, 1) if is_down else (following, row, 0))

    def _corners(self, start: Place, end: Place, last: _State, before: dict[_State, _State | None]) -> list[Point]:
        points: list[Point] = []
        state: _State | None = last
        while state is not None:
            point = float(self.xs[state[0]]), float(self.ys[state[1]])
            if not points or points[-1] != point:  # the same point twice is where it turns
                points.append(point)
            state = before[state]
        points = [_inside(start, points[-1]), *reversed(points), _inside(end, points[0])]
        return [
            point
            for before_it, point, after in zip([None, *points], points, [*points[1:], None], strict=False)
            if before_it is None or after is None or not _in_line(before_it, point, after)
        ]


def _ports(place: Place) -> tuple[Point, Point, Point, Point]:
    middle, upper = place.x + place.width / 2, place.y + min(_PORT, place.height / 2)
    return (
        (middle, place.y - _OUT),
        (middle, place.y + place.height + _OUT),
        (place.x - _OUT, upper),
        (place.x + place.width + _OUT, upper),
    )


def _inside(place: Place, port: Point) -> Point:
    """The point under the place's edge that a line comes to through a port."""
    x = min(max(port[0], place.x + _OUT), place.x + place.width - _OUT)
    y = min(max(port[1], place.y + _OUT), place.y + place.height - _OUT)
    return x, y


def _in_line(first: Point, second: Point, third: Point) -> bool:
    return first[0] == second[0] == third[0] or first[1] == second[1] == third[1]


def _written(box: Box, x: float, y: float) -> Place | None:
    """What no line may cross: a card, the words of a title."""
    if box.kind == "card":
        return Place(x, y, box.width, box.height)
    if box.kind in ("heading", "chip"):
        return Place(x, y, min(box.width, 220.0), min(box.height, 22.0))
    return Place(x + 12, y + 4, min(box.width, text_width(box.title[:60], 12)), 16) if box.title else None


def _closed(
    lanes: Sequence[float], crossings: Sequence[float], blocks: Sequence[tuple[float, float, float, float]]
) -> list[list[bool]]:
    """For each lane, which of its pieces between two crossings a block lies on."""
    closed = [[False] * len(crossings) for _ in lanes]
    for near, depth, left, length in blocks:
        first, last = bisect_right(crossings, left) - 1, bisect_left(crossings, left + length)
        for lane in range(bisect_right(lanes, near), bisect_left(lanes, near + depth)):
            for piece in range(max(0, first), last):
                closed[lane][piece] = True
    return closed
