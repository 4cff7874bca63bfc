"""Reads the HTML report as a tree, strictly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from stackgate.finding import Verdict
from stackgate.reports import render
from stackgate.reports.audit import Audit

VOID = {"meta", "link", "input", "br", "hr", "img"}


@dataclass
class Element:
    """An element of the page with its attributes, and the texts and elements in it."""

    tag: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for part in self.content:
            if isinstance(part, Element):
                yield from part.walk()

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        asked = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [one for one in self.walk() if (not tag or one.tag == tag) and one.has(asked)]

    def has(self, attributes: dict[str, str]) -> bool:
        words = {name: self.attributes.get(name, "").split() for name in attributes}
        return all(value == self.attributes.get(name) or value in words[name] for name, value in attributes.items())

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces()).split())

    def pieces(self) -> Iterator[str]:
        if self.tag in ("script", "style", "template"):
            return
        for part in self.content:
            if isinstance(part, str):
                yield part
            else:
                yield " "
                yield from part.pieces()
                yield " "

    @property
    def source(self) -> str:
        """The text of a script or a style."""
        assert all(isinstance(part, str) for part in self.content)
        return "".join(map(str, self.content))


class Page(HTMLParser):
    """Reads a page strictly: each element that is opened is closed, in the right order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(text)
        self.close()
        assert self._open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute is there twice in {tag}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].content.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].content.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self._open[-1].content.append(data)


def page(judged: Audit | Verdict) -> Element:
    return Page(render(judged, "html")).root


def by_id(root: Element, name: str) -> Element:
    (found,) = [one for one in root.walk() if one.attributes.get("id") == name]
    return found


def content(root: Element, name: str) -> Any:
    return json.loads(by_id(root, name).source)
