"""At which line of a JSON text a key stands, for texts that have one key a line, as CDKTF writes them."""

from __future__ import annotations

import json
import re

_INDENT = re.compile(r"\s*\{\s*?\n([ \t]+)")


class Lines:
    """The lines of one text. Each key is looked up once, from where the one that it lies in begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = _INDENT.match(text)
        self._indent = found[1] if found else ""
        self._places: dict[tuple[str, ...], tuple[int, int] | None] = {(): (0, 1)}

    def of(self, *keys: str) -> int | None:
        """The line of the key at this path from the root, or None where it is not found."""
        place = self._place(keys)
        return place and place[1]

    def _place(self, keys: tuple[str, ...]) -> tuple[int, int] | None:
        if keys not in self._places:
            self._places[keys] = self._find(keys)
        return self._places[keys]

    def _find(self, keys: tuple[str, ...]) -> tuple[int, int] | None:
        above = self._place(keys[:-1])
        if above is None or not self._indent:
            return None
        start, line = above
        position = self._text.find(f"\n{self._indent * len(keys)}{json.dumps(keys[-1])}:", start)
        return None if position < 0 else (position + 1, line + self._text.count("\n", start, position + 1))
