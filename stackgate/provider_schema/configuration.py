"""What a document holds beside its resources, held against Terraform's language: provider blocks, outputs, variables.

Source: Terraform's language reference, and its JSON configuration syntax.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stackgate.expression import traversals
from stackgate.provider_schema.declared import provider_configurations
from stackgate.provider_schema.problem import Problem
from stackgate.provider_schema.version import is_constraint
from stackgate.resolver.variables import default_fault, is_type
from stackgate.resolver.written import blocks
from stackgate.spelling import suggestion

_TOP = frozenset(
    [
        "terraform",
        "provider",
        "resource",
        "data",
        "ephemeral",
        "variable",
        "output",
        "locals",
        "module",
        "moved",
        "removed",
        "import",
        "check",
    ]
)
_KEYS: Mapping[str, frozenset[str]] = {
    "variable": frozenset(
        {"type", "default", "description", "sensitive", "ephemeral", "nullable", "deprecated", "validation"}
    ),
    "output": frozenset({"value", "description", "sensitive", "ephemeral", "deprecated", "depends_on", "precondition"}),
    "moved": frozenset({"from", "to"}),
    "removed": frozenset({"from", "lifecycle", "provisioner"}),
    "import": frozenset({"to", "id", "for_each", "provider", "identity"}),
}
_TERRAFORM = frozenset(
    {"required_version", "required_providers", "backend", "cloud", "experiments", "language", "provider_meta"}
)
_PROVIDER = frozenset({"source", "version", "configuration_aliases"})
_REQUIRED = {
    "output": ("value",),
    "module": ("source",),
    "moved": ("from", "to"),
    "removed": ("from",),
    "import": ("to",),
    "check": ("assert",),
}
_NAMED = ("variable", "output", "module", "check")
_UNNAMED = ("moved", "removed", "import")
_FLAGS = ("sensitive", "nullable", "ephemeral")
_TRUTHS = (None, True, False, "true", "false")
_RESERVED = frozenset({"source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"})
"""Names that a variable may not have, because a module's block has arguments of these names."""
_NAME = re.compile(r"[^\W\d][\w-]*")


def judge_language(content: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with the words of a document's blocks, apart from resources, data sources and provider blocks."""
    yield from _unknown(content, _TOP, "")
    for terraform in blocks(content, "terraform"):
        yield from _unknown(terraform, _TERRAFORM, "terraform.")
        if terraform.get("experiments"):
            yield Problem("is for alpha releases of Terraform alone", "terraform.experiments")
        for required in blocks(terraform, "required_providers", "terraform."):
            for name, body in required.items():
                yield from _provider(body, f"terraform.required_providers.{name}")
    for section in ("resource", "data"):
        for types in blocks(content, section):
            for kind in (kind for kind, by_name in types.items() if isinstance(by_name, dict) and "//" in by_name):
                yield Problem("is a comment where only the names of resources may stand", f"{section}.{kind}.//")
    for kind in _NAMED:
        if kind in content and content[kind] is None:
            yield Problem("is null, and wants a name", kind)
        for named in blocks(content, kind):
            for name in filter(lambda name: name != "//", named):
                for body in blocks(named, name, f"{kind}."):
                    yield from _names((name,), kind)
                    yield from _body(kind, f"{kind}.{name}", body)
    for kind in _UNNAMED:
        for body in blocks(content, kind):
            yield from _body(kind, kind, body)
    yield from _twice(content)


def _provider(required: Any, path: str) -> Iterator[Problem]:
    if isinstance(required, dict):
        yield from _unknown(required, _PROVIDER, f"{path}.")
        required = required.get("version")
    if isinstance(required, str) and not is_constraint(required):
        yield Problem(f"is no version constraint: {required!r}", path)


def _body(kind: str, path: str, body: Mapping[str, Any]) -> Iterator[Problem]:
    if kind in _KEYS:
        yield from _unknown(body, _KEYS[kind], f"{path}.")
    for required in _REQUIRED.get(kind, ()):
        if required not in body:
            yield Problem(f"lacks {required}, which a block {kind} requires", path)
    if kind in ("variable", "output"):
        for flag in _FLAGS:
            if body.get(flag) not in _TRUTHS:
                yield Problem("takes true or false", f"{path}.{flag}")
    if kind == "variable":
        yield from _variable(path, body)


def _variable(path: str, body: Mapping[str, Any]) -> Iterator[Problem]:
    name = path.removeprefix("variable.")
    if name in _RESERVED:
        yield Problem("has a name that Terraform keeps for itself", path)
    if body.get("default", "") is None and body.get("nullable") in (False, "false"):
        yield Problem("is null, and the variable is not nullable", f"{path}.default")
    constraint = body.get("type")
    if isinstance(constraint, str):
        fault = default_fault(constraint, body.get("default"))
        if fault is not None:
            yield Problem(fault, f"{path}.{'default' if is_type(constraint) else 'type'}")
    for validation in blocks(dict(body), "validation", f"{path}."):
        condition = validation.get("condition")
        named = traversals(condition) if isinstance(condition, str) else ()
        if ("var", name) not in {found[:2] for found in named}:
            yield Problem(f"says nothing of var.{name}, which it is there to check", f"{path}.validation.condition")


def _twice(content: dict[str, Any]) -> Iterator[Problem]:
    """What is declared a second time, where the second would hide the first."""
    found = Counter(name for block in blocks(content, "locals") for name in block if name != "//")
    yield from _names(found, "locals")
    yield from (Problem("is declared twice", f"locals.{name}") for name, times in found.items() if times > 1)
    configurations = Counter(provider_configurations(content))
    for name, times in configurations.items():
        if times > 1:
            yield Problem(f"is configured {times} times under one alias", f"provider.{name}")


def is_name(text: str) -> bool:
    """Whether Terraform takes a text for the name of a block."""
    return _NAME.fullmatch(text) is not None


def _names(names: Iterable[str], kind: str) -> Iterator[Problem]:
    for name in names:
        if not is_name(name):
            yield Problem("is no name: letters, digits, _ and - alone, and no digit first", f"{kind}.{name}")


def _unknown(body: Mapping[str, Any], known: frozenset[str], above: str) -> Iterator[Problem]:
    for name in body:
        if name != "//" and name not in known:
            yield Problem(f"is not known there{suggestion(name, known)}", f"{above}{name}")
