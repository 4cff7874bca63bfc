"""What a validator's file imports: the decorator, and the words in which it asks about resources.

from stackgate.validator import validator

@validator(on="aws_sqs_queue", controls=("SQS.1",))
def check(queue, graph):
    \"\"\"A queue is encrypted.

    Why: ...
    Fix: ...
    \"\"\"
    if "kms_master_key_id" not in queue and not queue.flag("sqs_managed_sse_enabled", default=True):
        yield "neither a key nor managed encryption", "kms_master_key_id"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import GeneratorType, NoneType
from typing import Any, NamedTuple

from stackgate.block import Block
from stackgate.change import Change
from stackgate.graph import Graph, Resource
from stackgate.rule import ANY, CHANGE, DOCUMENT
from stackgate.secrets import Secret, mask, secrets_of
from stackgate.spelling import nearest, suggestion
from stackgate.values import Encoded, Reference, Template, Undecidable, Unresolved, each, known, references_in

__all__ = [
    "ANY",
    "CHANGE",
    "DOCUMENT",
    "Block",
    "Change",
    "Encoded",
    "Graph",
    "Problem",
    "Reference",
    "Resource",
    "Secret",
    "Template",
    "Undecidable",
    "Unresolved",
    "each",
    "known",
    "mask",
    "nearest",
    "references_in",
    "secrets_of",
    "suggestion",
    "validator",
]

Problem = str | tuple[str, str]
"""What a validator yields: a message, or a message and the attribute at fault."""

Check = Callable[..., Iterable[Problem]]


class NonsenseError(Exception):
    """What a validator says is no problem; the text says what it is instead, without its value."""


class Declaration(NamedTuple):
    """A validator as its file declares it: the function and the decorator's words."""

    check: Check
    on: tuple[str, ...]
    controls: tuple[str, ...]
    guards: tuple[str, ...]
    level: str
    relaxable: bool


def validator(
    *,
    on: str | Iterable[str],
    controls: Iterable[str] = (),
    guards: Iterable[str] = (),
    level: str = "error",
    relaxable: bool = False,
) -> Callable[[Check], Declaration]:
    """Declare the one validator of a file.

    `on` names the resource types that it is called for, once a resource, as `check(resource, graph)`; with
    `on=DOCUMENT` it is called once, as `check(graph)`, with `on=CHANGE` once for each change of a plan, and each that
    the plan found to have been made outside of Terraform, as `check(change, graph)`. `controls` are identifiers of the
    frameworks that ask for it, `guards` the past failures that it guards against. At level `error` a finding blocks;
    `relaxable` makes it a warning in environments that are not strict.
    """

    def declare(check: Check) -> Declaration:
        types = (on,) if isinstance(on, str) else tuple(on)
        return Declaration(check, types, tuple(controls), tuple(guards), level, relaxable)

    return declare


def problems(
    declaration: Declaration, graph: Graph, resource: Resource | Change | None
) -> tuple[list[tuple[str, str | None]], str | None]:
    """What a validator says of one resource: its problems, and why it could not decide, or None where it could.

    Problems found before it came upon what is not known stand. Any other exception is the validator's own fault.
    Raises NonsenseError where it yields what is no problem.
    """
    found: list[tuple[str, str | None]] = []
    arguments: tuple[Any, ...] = (graph,) if resource is None else (resource, graph)
    try:
        for problem in _iterable(declaration.check(*arguments)):
            found.append(_taken_apart(problem))
    except Undecidable as undecidable:
        return found, str(undecidable)
    except TypeError as error:
        # A function of the standard library that was handed an unresolved value names its class in its complaint.
        if not any(kind in str(error) for kind in ("Reference", "Template", "Encoded", "Unresolved")):
            raise
        return found, f"depends on what is known only after the deploy ({error})"
    return found, None


def _iterable(said: Any) -> Iterable[Any]:
    """What a check yields; one that returns without a word has nothing to say, a flag or a text is no answer."""
    if isinstance(said, GeneratorType):
        return said
    if said is None:
        return ()
    if isinstance(said, str) or not isinstance(said, Iterable):
        raise NonsenseError(f"returned {_kind(said)}, not problems one by one,")
    return said


def _taken_apart(problem: Any) -> tuple[str, str | None]:
    message, attribute = problem if isinstance(problem, tuple) and len(problem) == 2 else (problem, None)
    if not isinstance(message, str) or not message.strip() or not isinstance(attribute, (str, NoneType)):
        raise NonsenseError(f"yielded {_kind(problem)}, not a message or a message and an attribute,")
    return message, attribute


def _kind(value: Any) -> str:
    is_empty = isinstance(value, str) and not value.strip()
    return "an empty text" if is_empty else f"a value of the type {type(value).__name__}"
