"""The syntax of Terraform's expressions: text in, lark's syntax tree out.

The grammar is bc-python-hcl2's, the one that Checkov uses, with one change. Its patterns for strings repeat what is
itself repeated, so that a quote without its other end keeps Python's regular expressions busy for ever.
"""

from __future__ import annotations

import importlib.util
import os
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_ONE_BY_ONE = {
    r'/(?:(?!\${)([^"\\]|\\.))+/+': r'/(?!\${)(?:[^"\\]|\\.)/',
    r'(/(?:(?!\${)([^}"]))+/ |': r'(/(?!\${)[^}"]/ |',
}


@lru_cache(maxsize=4096)
def parse_expression(source: str) -> Any:
    """The syntax tree of an expression, or None where it is not one."""
    from lark.exceptions import LarkError

    try:
        attribute = _parser().parse(f"x = {source.strip()}\n").children[0].children[0]
        return attribute.children[1]
    except (LarkError, RecursionError, IndexError, AttributeError):
        return None


@cache
def _parser() -> Any:
    from lark import Lark  # costs 0.1 s, and most documents need no more than a pattern for plain references

    package = importlib.util.find_spec("hcl2")
    assert package is not None and package.submodule_search_locations
    grammar = Path(package.submodule_search_locations[0], "hcl2.lark").read_text(encoding="utf-8")
    for repeated, single in _ONE_BY_ONE.items():
        assert repeated in grammar
        grammar = grammar.replace(repeated, single)
    return Lark(grammar=grammar, parser="lalr", cache=_cache_file())


def _cache_file() -> str | bool:
    """Where lark keeps its tables, a pickle: the user's own folder, for in the shared one for temporary files another
    user could lay one ready. False, which costs 0.6 s a run, where there is no such folder."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "stackgate")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        private = folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o022
    except (OSError, RuntimeError, AttributeError):  # no home, or a system without user ids
        return False
    return str(folder / "expressions.lark") if private and os.access(folder, os.W_OK) else False
