"""The grammar of Terraform's expressions: text in, lark's syntax tree out.

The grammar is bc-python-hcl2's, the one that Checkov uses, with four changes: an operator's sign may stand before
another, a number is one token, the `...` of a call is kept, and the items of an object have a `=` or `:`.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

from stackgate.cache_folder import cache_folder
from stackgate.expression.scanner import SyntaxFault

_CHANGES = {
    '!unary_op : ("-" | "!") expr_term': '!unary_op : ("-" | "!") (expr_term | unary_op)',
    'DECIMAL : "0".."9"': "DECIMAL : /[0-9]+/",
    "\narguments :": "\n!arguments :",
    '("=" | ":")? expression': '("=" | ":") expression',
}


def parse_skeleton(skeleton: str) -> Any:
    """The syntax tree of an expression whose literals were taken out. Raises SyntaxFault where it is none."""
    from lark.exceptions import LarkError

    try:
        statements = _parser().parse(f"x = {skeleton.strip()}\n").children[0].children
        if len(statements) != 1:
            raise SyntaxFault("more than one expression")
        return statements[0].children[1]
    except (LarkError, IndexError, AttributeError):
        raise SyntaxFault("it is no expression") from None


@cache
def _parser() -> Any:
    from lark import Lark  # costs 0.1 s, and most documents need no more than a pattern for plain references

    package = importlib.util.find_spec("hcl2")
    assert package is not None and package.submodule_search_locations
    grammar = Path(package.submodule_search_locations[0], "hcl2.lark").read_text(encoding="utf-8")
    for written, changed in _CHANGES.items():
        assert written in grammar
        grammar = grammar.replace(written, changed)
    folder = cache_folder()  # without one it costs 0.6 s a run
    return Lark(grammar=grammar, parser="lalr", cache=str(folder / "expressions.lark") if folder else False)
