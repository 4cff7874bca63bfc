"""The arguments that Terraform itself takes in every resource, and whether what they name exists.

In Terraform's JSON they are plain strings, without `${`: `"depends_on": ["aws_x.y"]`, `"provider": "aws.west"`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from stackgate.expression import Steps, traversals
from stackgate.provider_schema.declared import Declared
from stackgate.provider_schema.members import Missing, descend
from stackgate.provider_schema.model import BlockType
from stackgate.provider_schema.problem import Problem
from stackgate.spelling import suggestion


def judge_meta_arguments(body: Mapping[str, Any], kind: BlockType | None, declared: Declared) -> Iterator[Problem]:
    """What is wrong with a resource's `depends_on`, `provider`, `count` beside `for_each`, and `ignore_changes`."""
    if body.get("count") is not None and body.get("for_each") is not None:
        yield Problem("has count and for_each: only one of them can say how many there are", "count")
    for index, text in enumerate(_listed(body.get("depends_on"))):
        yield from _dependency(text, f"depends_on[{index}]", declared)
    provider = body.get("provider")
    if isinstance(provider, str) and not _is_configured(provider, declared):
        near = suggestion(provider, declared.aliases)
        yield Problem(f"names the provider configuration {provider}, which is not declared{near}", "provider")
    if kind is not None:
        yield from _ignored(body, kind)


def _is_configured(provider: str, declared: Declared) -> bool:
    """Whether a provider's name stands for a configuration; without an alias Terraform makes an empty one itself."""
    return "${" not in provider and ("." not in provider or provider in declared.aliases)


def dependencies(body: Mapping[str, Any]) -> Iterator[Steps]:
    """What a body's `depends_on` names."""
    for text in _listed(body.get("depends_on")):
        if isinstance(text, str):
            yield from _as_traversals(text)


def _dependency(text: Any, attribute: str, declared: Declared) -> Iterator[Problem]:
    named = list(_as_traversals(text)) if isinstance(text, str) and "${" not in text else []
    if len(named) != 1:
        yield Problem("depends on what is no plain reference to a resource or a module", attribute)
        return
    root, *steps = named[0]
    if root in declared.names:
        known: Collection[str] = {f"{root}.{name}" for name in declared.names[str(root)]}
        address = f"{root}.{steps[0]}" if steps else str(root)
    else:
        known = declared.bodies
        length = 3 if root == "data" else 2
        address = ".".join(map(str, named[0][:length]))
        if any(isinstance(step, str) for step in named[0][length:]):
            yield Problem(f"depends on a part of {address}: name the resource alone", attribute)
    if address not in known:
        near = suggestion(address, known)
        yield Problem(f"depends on {address}, which is not in the document{near}", attribute)


def _ignored(body: Mapping[str, Any], kind: BlockType) -> Iterator[Problem]:
    lifecycle = body.get("lifecycle")
    for block in lifecycle if isinstance(lifecycle, list) else [lifecycle]:
        ignored = block.get("ignore_changes") if isinstance(block, dict) else None
        for index, text in enumerate(_listed(ignored)):
            named = next(_as_traversals(text), None) if isinstance(text, str) else None
            missing = descend(kind, named) if named else None
            if isinstance(missing, Missing):
                yield Problem(
                    f"ignores changes of {text}: {missing.message('it')}", f"lifecycle.ignore_changes[{index}]"
                )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _as_traversals(text: str) -> Iterator[Steps]:
    return iter(tuple(traversals(text if "${" in text else f"${{{text}}}")))
