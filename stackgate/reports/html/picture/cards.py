"""The boxes of nodes: a card with its chips, the heading of a frame."""

from __future__ import annotations

from collections import Counter

from stackgate.reports.html.picture.boxes import Box, flow, shifted
from stackgate.reports.html.picture.icons import SHAPES
from stackgate.reports.html.picture.labels import Labels
from stackgate.reports.html.picture.scene import Node
from stackgate.reports.html.picture.wording import TIMES, cut, plain, text_width

CARD_WIDTH = 180.0
CARD_HEIGHT = 46.0
HEADING = 24.0
CHIP_HEIGHT = 18.0
_CHIP_MEASURE = 9.2  # its text has 10 pixels, and is not bold
_CHIP_GAP = 4.0
_INSET = 8.0
_BADGE = 24.0
_NO_BADGE = 16.0


def card(node: Node, width: float, labels: Labels) -> Box:
    """The card of a node, with its chips in lines below the label."""
    chips = _chips(node, width - 2 * _INSET, labels)
    height = flow(chips, width - 2 * _INSET, _CHIP_GAP)
    box = Box("card", width, CARD_HEIGHT + (height + _INSET if chips else 0.0), node=node)
    box.children = shifted(chips, _INSET, CARD_HEIGHT)
    return box


def heading(node: Node, title: str, width: float, labels: Labels) -> Box:
    """The upper edge of the frame that stands for a resource, with its chips below."""
    chips = _chips(node, width, labels)
    height = flow(chips, width, _CHIP_GAP)
    box = Box("heading", width, HEADING + (height + _CHIP_GAP if chips else 0.0), title=title, node=node)
    box.children = shifted(chips, 0.0, HEADING)
    return box


def _chips(node: Node, width: float, labels: Labels) -> list[Box]:
    of_type = Counter(chip.type for chip in node.chips)
    boxes = []
    for chip in node.chips:
        around = _BADGE if chip.standing.worst in SHAPES else _NO_BADGE
        label = _words(chip, node, labels, of_type[chip.type] > 1, width - around)
        label = cut(label, width - around, _CHIP_MEASURE)
        boxes.append(Box("chip", text_width(label, _CHIP_MEASURE) + around, CHIP_HEIGHT, label, chip))
    return boxes


def _words(chip: Node, host: Node, labels: Labels, same: bool, width: float) -> str:
    """What a chip is called: by the words of its type that its host does not have, or by its name among its like."""
    if len(chip.members) == 1 and same:
        return labels.label(chip.members[0], width, _CHIP_MEASURE)
    words = _short(chip.type, host.type)
    return f"{words} {TIMES} {len(chip.members)}" if len(chip.members) > 1 else words


def _short(kind: str, host: str) -> str:
    words, around = kind.split("_")[1:], host.split("_")[1:]
    if words[:1] == ["vpc"] and around[:1] != ["vpc"]:
        words = words[1:]
    while len(words) > 1 and around and words[0] == around[0]:
        words, around = words[1:], around[1:]
    return plain(" ".join(words) or kind)
