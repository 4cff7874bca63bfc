"""What a document's functions make of a secret: its base64, a part of it, a digest. It is kept out of output too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stackgate.block import Block, Evaluate, Scoped
from stackgate.expression import Steps, calls, traversals
from stackgate.expression.fault import ERROR
from stackgate.expression.scanner import SyntaxFault
from stackgate.expression.template import split_template
from stackgate.graph import Resource
from stackgate.values import Unresolved

SHORTEST = 4
"""Of fewer characters nothing of a secret can be told."""
_ROUNDS = 3
"""So often functions may be applied to what functions have made."""


def with_derived(blocks: Iterable[Block], secrets: frozenset[str]) -> frozenset[str]:
    """The secrets, and the texts that expressions in the blocks make of them, or that they declare sensitive."""
    places = [place for block in blocks for place in _places(block)]
    for _ in range(_ROUNDS):
        known = [secret for secret in secrets if len(secret) >= SHORTEST]
        made = {text for place in places if _holds(*place, known) for text in _texts(place[1](place[0]))}
        if made <= secrets:
            break
        secrets |= made
    return secrets


def _places(block: Block) -> Iterator[tuple[str, Evaluate]]:
    """Every expression in which a function is called, with how it is evaluated."""
    yield from _calling(block.raw, block.evaluate)
    if isinstance(block, Resource):
        yield from _calling(block.written.get("for_each"), block.evaluate)


def _calling(value: Any, evaluate: Evaluate) -> Iterator[tuple[str, Evaluate]]:
    if isinstance(value, str):
        for expression in _expressions(value) if "(" in value else ():
            yield expression, evaluate
    elif isinstance(value, dict):
        inside = value.evaluate if isinstance(value, Scoped) else evaluate
        for item in value.values():
            yield from _calling(item, inside)
    elif isinstance(value, list):
        for item in value:
            yield from _calling(item, evaluate)


def _expressions(text: str) -> list[str]:
    """The expressions between a string's text, each as a string; the whole one where directives hold it together."""
    try:
        pieces = split_template(text)
    except SyntaxFault:
        return []
    if any(piece.kind == "directive" for piece in pieces):
        return [text]
    return [f"${{{piece.text}}}" for piece in pieces if piece.kind == "expression" and "(" in piece.text]


def _holds(text: str, evaluate: Evaluate, secrets: list[str]) -> bool:
    """Whether an expression calls what it makes sensitive, or holds a secret, or names what holds one."""
    if any(secret in text for secret in secrets) or ("sensitive(" in text and "sensitive" in calls(text)):
        return True
    values = (evaluate(f"${{{_written(steps)}}}") for steps in (traversals(text) if secrets else ()))
    return any(secret in held for value in values for held in _texts(value) for secret in secrets)


def _written(steps: Steps) -> str:
    """A traversal as it is written, up to a splat."""
    constant = steps[: steps.index("*")] if "*" in steps else steps
    first, *others = constant
    return str(first) + "".join(f".{step}" if isinstance(step, str) else f"[{step}]" for step in others)


def _texts(value: Any) -> Iterator[str]:
    final = value.final() if isinstance(value, Unresolved) else value
    if isinstance(final, str):
        if len(final) >= SHORTEST:
            yield final
    elif isinstance(final, (dict, list)):
        for item in final.values() if isinstance(final, dict) else final:
            yield from _texts(item)
    elif isinstance(final, Unresolved) and final.reason.startswith(ERROR):
        yield final.reason.removeprefix(ERROR).strip()  # it may quote the value that was refused
