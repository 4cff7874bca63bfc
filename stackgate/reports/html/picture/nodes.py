"""The nodes of a picture as links: cards, chips and the headings of frames."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from stackgate.evidence import SeenResource
from stackgate.reports.html.picture.boxes import Box
from stackgate.reports.html.picture.icons import SHAPES
from stackgate.reports.html.picture.labels import Labels
from stackgate.reports.html.picture.roles import icon_of
from stackgate.reports.html.picture.scene import Node
from stackgate.reports.html.picture.standing import Worst
from stackgate.reports.html.picture.wording import TIMES, cut, plain, text_width

_LABEL, _SUB = 12.0, 10.0
_TILE = 28.0
_TEXT = 44.0  # right of the tile and the badge at its corner


class Drawing:
    """Draws nodes; `prefix` makes the ids of this picture its own within the page. `icons` are those that it used."""

    def __init__(self, resources: Sequence[SeenResource], labels: Labels, prefix: str) -> None:
        self.resources = resources
        self.labels = labels
        self.prefix = prefix
        self.icons: set[str] = set()

    def icon_id(self, name: str) -> str:
        """The id of an icon's symbol."""
        return f"{self.prefix}icon-{name}"

    def badge_id(self, status: Worst) -> str:
        """The id of a badge's symbol."""
        return f"{self.prefix}badge-{status}"

    def node(self, parent: Element, box: Box, x: float, y: float, name: str) -> None:
        """Draw the node of a card, a chip or a heading at its place; `name` is what its references know it by."""
        node = box.node
        assert node is not None
        link = SubElement(parent, "a", {**self._link(node, box.kind), "data-node": name})
        SubElement(link, "title").text = self.said(node)
        {"card": self._card, "chip": self._chip, "heading": self._heading}[box.kind](link, box, node, x, y)

    def said(self, node: Node) -> str:
        """What a node says of itself in words: `aws_x.y: 2 faults`, `aws_x`, how many there are, `12 with findings`."""
        if len(node.members) == 1:
            return f"{plain(self.resources[node.members[0]].address)}: {node.standing.said}"
        return f"{plain(node.type)} {TIMES} {len(node.members)}, {self._with_findings(node)}"

    def _link(self, node: Node, kind: str) -> dict[str, str]:
        classes = f"node {'satellite ' if kind == 'chip' else ''}"
        if len(node.members) > 1:
            target = {"href": f"#{self.prefix}findings", "data-type": plain(node.type)}
            return {**target, "class": f"{classes}group {node.standing.worst}"}
        index = str(node.members[0])
        target = {"href": f"#{self.prefix}r{index}", "data-resource": index}
        return {**target, "class": f"{classes}{node.standing.worst}"}

    def _card(self, link: Element, box: Box, node: Node, x: float, y: float) -> None:
        if len(node.members) > 1:
            _rect(link, "pic-behind", x + 4, y + 4, box.width, box.height, 7)
        _rect(link, "pic-body", x, y, box.width, box.height, 7)
        _rect(link, f"pic-tile pic-{node.role}", x + 8, y + 9, _TILE, _TILE, 6)
        self._icon(link, node, x + 14, y + 15, 16)
        self._badge(link, node, x + 26, y + 26, 15)
        width = box.width - _TEXT - 5
        _text(link, "pic-label", x + _TEXT, y + 20, self._name(node, width))
        _text(link, "pic-sub", x + _TEXT, y + 35, self._below(node, width / 0.92))

    def _chip(self, link: Element, box: Box, node: Node, x: float, y: float) -> None:
        _rect(link, "pic-body", x, y, box.width, box.height, box.height / 2)
        self._badge(link, node, x + 4, y + 4, 10)
        _text(link, "pic-sub", x + (17 if node.standing.worst in SHAPES else 9), y + 12.5, box.title)

    def _heading(self, link: Element, box: Box, node: Node, x: float, y: float) -> None:
        _rect(link, "pic-body heading", x - 4, y, box.width + 8, 22, 6)
        self._icon(link, node, x, y + 4, 14)
        kind = plain(box.title)
        room = box.width - 20 - 30 - text_width(kind, _SUB)
        name = self._name(node, room)
        if len(node.members) > 1:
            kind = f"{kind} {TIMES} {len(node.members)}"
        text = _text(link, "pic-label", x + 20, y + 15, name)
        SubElement(text, "tspan", {"class": "pic-sub", "dx": "8"}).text = kind
        self._badge(link, node, x + box.width - 14, y + 4, 14)

    def _name(self, node: Node, width: float) -> str:
        if len(node.members) == 1:
            return self.labels.label(node.members[0], width, _LABEL)
        return _fitting(node.type, width, _LABEL)

    def _below(self, node: Node, width: float) -> str:
        """The second line: a resource's type; how many a group has, and how it came out."""
        if len(node.members) > 1:
            return cut(f"{TIMES} {len(node.members)}, {self._with_findings(node)}", width, _SUB)
        return _fitting(node.type, width, _SUB)

    def _with_findings(self, node: Node) -> str:
        return f"{node.standing.with_findings} with findings" if node.standing.with_findings else node.standing.said

    def _icon(self, link: Element, node: Node, x: float, y: float, size: float) -> None:
        name = icon_of(node.type.removeprefix("data."), node.role)
        self.icons.add(name)
        _use(link, f"pic-icon pic-{node.role}", self.icon_id(name), x, y, size)

    def _badge(self, link: Element, node: Node, x: float, y: float, size: float) -> None:
        if node.standing.worst in SHAPES:
            _use(link, f"pic-badge {node.standing.worst}", self.badge_id(node.standing.worst), x, y, size)


def _fitting(kind: str, width: float, size: float) -> str:
    """The type without `aws_`, and without its first words where it is too long for them."""
    words = _bare(kind).split("_")
    ways = ["_".join(words[start:]) for start in range(max(1, len(words) - 1))]
    return next((way for way in ways if text_width(way, size) <= width), cut(ways[-1], width, size))


def _bare(kind: str) -> str:
    return plain(kind.removeprefix("data.").removeprefix("aws_"))


def _rect(link: Element, name: str, x: float, y: float, width: float, height: float, radius: float) -> None:
    place = {"x": x, "y": y, "width": width, "height": height, "rx": radius}
    SubElement(link, "rect", {"class": name, **{key: f"{value:.0f}" for key, value in place.items()}})


def _use(link: Element, name: str, target: str, x: float, y: float, size: float) -> None:
    place = {"x": x, "y": y, "width": size, "height": size}
    SubElement(
        link, "use", {"class": name, "href": f"#{target}", **{key: f"{value:.0f}" for key, value in place.items()}}
    )


def _text(link: Element, name: str, x: float, y: float, content: str) -> Element:
    text = SubElement(link, "text", {"class": name, "x": f"{x:.0f}", "y": f"{y:.0f}"})
    text.text = content
    return text
