"""The boxes of a layout as an SVG. All text goes through ElementTree, which escapes it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from stackgate.reports.html.picture.boxes import Box
from stackgate.reports.html.picture.edges import Edge, paths_of
from stackgate.reports.html.picture.icons import KINDS, MARKS, SHAPES
from stackgate.reports.html.picture.nodes import Drawing
from stackgate.reports.html.picture.standing import WORDS, WORST_FIRST, Worst
from stackgate.reports.html.picture.wording import cut, plain

_LEGEND = 30.0
_NARROW = 800.0


def svg(picture: Box, edges: Sequence[Edge], drawing: Drawing, label: str) -> str:
    """The picture: frames, above them the references, above those the nodes in reading order, a legend below."""
    height = picture.height + _LEGEND
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"architecture {'wide' if picture.width > _NARROW else 'narrow'}",
            "viewBox": f"0 0 {picture.width:.0f} {height:.0f}",
            "width": f"{picture.width:.0f}",
            "height": f"{height:.0f}",
            "role": "group",
            "aria-label": plain(label),
        },
    )
    defs = SubElement(root, "defs")
    _frames(root, picture)
    _edges(root, picture, edges)
    nodes = SubElement(root, "g", {"class": "nodes"})
    for region in picture.children:
        _content(nodes, region, 0.0, 0.0, drawing)
    _legend(root, picture, drawing)
    _symbols(defs, drawing)
    return tostring(root, encoding="unicode")


def _symbols(defs: Element, drawing: Drawing) -> None:
    for name in sorted(drawing.icons):
        symbol = SubElement(defs, "symbol", {"id": drawing.icon_id(name), "viewBox": "0 0 16 16"})
        SubElement(symbol, "path", {"d": KINDS[name]})
    for status, shape in SHAPES.items():
        symbol = SubElement(defs, "symbol", {"id": drawing.badge_id(status), "viewBox": "0 0 16 16"})
        SubElement(symbol, "path", {"class": "pic-shape", "d": shape})
        SubElement(symbol, "path", {"class": "pic-mark", "d": MARKS[status]})


def _frames(root: Element, picture: Box) -> None:
    layer = SubElement(root, "g", {"aria-hidden": "true"})
    for box, x, y in picture.placed():
        if box.frame:
            tier = box.frame.title if box.kind == "subnet" else ""
            SubElement(layer, "rect", {"class": f"pic-frame {box.kind} {tier}".strip(), **_rectangle(box, x, y)})


def _edges(root: Element, picture: Box, edges: Sequence[Edge]) -> None:
    layer = SubElement(root, "g", {"aria-hidden": "true"})
    for edge, line in zip(edges, paths_of(picture, edges), strict=True):
        attributes = {
            "class": "edge quiet" if edge.is_quiet else "edge",
            "data-from": edge.source,
            "data-to": edge.target,
            "d": line,
        }
        SubElement(layer, "path", attributes)


def _content(parent: Element, box: Box, x: float, y: float, drawing: Drawing, host: str = "") -> None:
    """A frame's title, then what is in it; its nodes where they are cards, chips or headings.

    A chip has the name of its card, `host`, so that its references are those of the card.
    """
    x, y = x + box.x, y + box.y
    if box.frame:
        label = box.frame.title or box.title
        parent = SubElement(parent, "g", {"role": "group", "aria-label": plain(label)}) if label else parent
        if box.title:
            size = 13.0 if box.kind == "region" else 11.0
            title = SubElement(
                parent, "text", {"class": f"pic-title {box.kind}", "x": f"{x + 12:.0f}", "y": f"{y + 16:.0f}"}
            )
            title.text = cut(plain(box.title), box.width - 24, size)
    elif box.node:
        host = host or box.node.name
        drawing.node(parent, box, x, y, host)
    for child in box.children:
        _content(parent, child, x, y, drawing, host)


def _legend(root: Element, picture: Box, drawing: Drawing) -> None:
    shown: set[Worst] = {box.node.standing.worst for box, _, _ in picture.placed() if box.node}
    legend = SubElement(root, "g", {"class": "legend", "aria-hidden": "true"})
    x, y = 0.0, picture.height + 10
    for status in WORST_FIRST:
        if status in shown and status in SHAPES:
            use = {
                "class": f"pic-badge {status}",
                "href": f"#{drawing.badge_id(status)}",
                "x": f"{x:.0f}",
                "y": f"{y:.0f}",
            }
            SubElement(legend, "use", {**use, "width": "14", "height": "14"})
            text = SubElement(legend, "text", {"x": f"{x + 19:.0f}", "y": f"{y + 11:.0f}"})
            text.text = WORDS[status]
            x += 19 + 7.0 * len(WORDS[status]) + 16


def _rectangle(box: Box, x: float, y: float) -> dict[str, str]:
    size = {"x": x, "y": y, "width": box.width, "height": box.height}
    return {name: f"{value:.0f}" for name, value in size.items()}
