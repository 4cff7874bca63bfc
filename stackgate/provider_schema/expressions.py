"""Whether an expression has the type of the attribute that it stands in, where its own type is known."""

from __future__ import annotations

import re

from stackgate.expression import traversals
from stackgate.expression.scanner import SyntaxFault
from stackgate.expression.template import split_template
from stackgate.provider_schema.conversion import convertible, words
from stackgate.provider_schema.model import Attribute, BlockType, NestedBlock, Type
from stackgate.provider_schema.problem import Problem
from stackgate.provider_schema.references import Place, References

_STEP = re.compile(r"[^.\[\]]+")
_LONE_TRAVERSAL = re.compile(r'\$\{\s*[A-Za-z_][\w-]*(?:\.[\w*-]+|\[[\w*"-]+\])*\s*\}')


def judge_type(place: Place, kind: BlockType, references: References) -> Problem | None:
    """What is wrong with the type of a string that holds expressions, in a body of the given kind."""
    try:
        pieces = split_template(place.text)
    except SyntaxFault:  # told where the string is evaluated
        return None
    if len(pieces) > 1:
        for piece in pieces:
            given = _type_of(f"${{{piece.text}}}", references) if piece.kind == "expression" else None
            if given is not None and not convertible(given, "string"):
                return Problem(f"holds {piece.text} in a text, and that is {words(given)}", place.attribute)
    given = "string" if len(pieces) > 1 else _type_of(place.text, references)
    wanted = None if given is None else _wanted(kind, _STEP.findall(place.attribute))
    if wanted is None or given is None or convertible(given, wanted):
        return None
    subject = "a text with expressions in it" if len(pieces) > 1 else place.text[2:-1].strip()
    return Problem(f"takes {words(wanted)}, and {subject} is {words(given)}", place.attribute)


def _type_of(text: str, references: References) -> Type | None:
    named = traversals(text) if _LONE_TRAVERSAL.fullmatch(text) else ()
    return references.type_of(named[0]) if len(named) == 1 else None


def _wanted(kind: BlockType, path: list[str]) -> Type | None:
    """The type of the attribute at a path such as `ingress`, `0`, `cidr_blocks`, None where there is no such."""
    found: Type | Attribute | NestedBlock | BlockType | None = kind
    for step in path:
        if isinstance(found, NestedBlock):
            found = found.block
            if step.isdecimal():
                continue
        if isinstance(found, BlockType):
            attribute = found.attributes.get(step)
            found = attribute.type if attribute else found.blocks.get(step)
        elif isinstance(found, list):
            found = found[1].get(step) if found[0] == "object" else found[1]
        else:
            return None
    return found if isinstance(found, (str, list)) else None
