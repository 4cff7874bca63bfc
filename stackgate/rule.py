"""What a rule is, whatever judges by it: its name, level, controls, and the documentation in its own words."""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Literal, NamedTuple

from stackgate.finding import Engine, Level
from stackgate.kept_code import RULES
from stackgate.unjudged import UnjudgedError

DOCUMENT = "document"
"""What a rule is about where it concerns no single resource."""
ANY = "any"
"""What a rule is about where it concerns every resource, of whatever type."""
CHANGE = "change"
"""What a rule is about where it concerns what a plan does to a resource; a document has nothing of that kind."""


class RuleError(UnjudgedError):
    """A rule that cannot be loaded; the text says which file and why."""

    where = "rules"


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy or a validator. `types` are the resource types it judges, (DOCUMENT,), (ANY,) or (CHANGE,).

    `relaxable` tells that it is only a warning in environments that are not strict. `built_in` is the file inside
    Checkov of one of its own checks.
    """

    name: str
    engine: Engine
    path: Path
    types: tuple[str, ...]
    summary: str
    why: str
    fix: str
    level: Level = "error"
    relaxable: bool = False
    controls: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    built_in: str | None = None


class Documentation(NamedTuple):
    """A rule's docstring taken apart."""

    summary: str
    why: str
    fix: str


_SECTION = re.compile(r"^(Why|Fix):[ \t]*", re.MULTILINE)


def read_documentation(docstring: str | None, where: str) -> Documentation:
    """The summary, why and fix of a rule. Raises RuleError where one of them is missing."""
    text = inspect.cleandoc(docstring or "")
    summary, *rest = _SECTION.split(text)
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    found = {"summary": summary, "why": sections.get("Why", ""), "fix": sections.get("Fix", "")}
    missing = [name for name, value in found.items() if not value.strip()]
    if missing:
        raise RuleError(f"{where}: its documentation lacks {' and '.join(missing)}")
    return Documentation(**{name: " ".join(value.split()) for name, value in found.items()})


def run_file(path: Path, name: str) -> ModuleType:
    """A rule's file, run as a module of the given name. Raises whatever the file raises.

    It is never run from bytecode beside it: see `stackgate.kept_code`.
    """
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module  # dataclasses look themselves up there
    exec(RULES.compiled(path, path.read_bytes()), module.__dict__)
    return module


def check_level(level: str, where: str) -> Level:
    """The level, if it is one. Raises RuleError otherwise."""
    levels: dict[str, Literal["error", "warning"]] = {"error": "error", "warning": "warning"}
    if level not in levels:
        raise RuleError(f"{where}: level {level!r} is neither 'error' nor 'warning'")
    return levels[level]
