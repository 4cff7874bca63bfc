"""The rules as documentation: the list of them, and one rule's page with examples from its own cases."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from stackgate.bundle import bundled
from stackgate.controls import framework, natural
from stackgate.failures import Failure, guarded_by
from stackgate.rule import ANY, CHANGE, DOCUMENT, Rule
from stackgate.services import service

PLANNED = ("changes", "drift")
"""The keys of a case that is a plan."""
_WIDTH = 100
_FEW = 3
_MANY = "several services"
"""Where a rule stands in the table of services that is about more than a few."""


def list_rules(rules: Iterable[Rule]) -> str:
    """A line for each rule: name, engine, level, controls, and what it demands."""
    rows = [(rule.name, rule.engine, rule.level, ", ".join(rule.controls) or "-", rule.summary) for rule in rules]
    sizes = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join([*(cell.ljust(size) for cell, size in zip(row, sizes, strict=False)), row[4]]) for row in rows]
    return "\n".join(lines)


def list_controls(rules: Iterable[Rule]) -> str:
    """The rules by framework and control: what a framework asks for, and which rules ask for it here."""
    found: dict[str, dict[str, list[str]]] = {}
    for rule in rules:
        for control in rule.controls:
            found.setdefault(framework(control), {}).setdefault(control, []).append(rule.name)
    lines: list[str] = []
    for name in sorted(found):
        controls = found[name]
        size = max(map(len, controls))
        lines += [name, "=" * len(name)]
        lines += [f"{control.ljust(size)}  {', '.join(sorted(controls[control]))}" for control in natural(controls)]
        lines.append("")
    return "\n".join(lines).rstrip()


def table_of_services(rules: Iterable[Rule]) -> str:
    """The rules by AWS service as a table in Markdown; a warning stands in italics."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        name = f"*{rule.name}*" if rule.level == "warning" else rule.name
        places = {_place(rule, kind) for kind in rule.types}
        for one in places if len(places) <= _FEW else {_MANY}:
            found.setdefault(one, []).append(name)
    rows = [f"| {name} | {', '.join(found[name])} |" for name in sorted(found, key=str.lower)]
    return "\n".join(["| service | rules |", "|---|---|", *rows])


def _place(rule: Rule, kind: str) -> str:
    if rule.engine == "synth":
        return "the app's source"
    if kind == CHANGE:
        return "a plan"
    return "any document" if kind in (ANY, DOCUMENT) else service(kind)


def explain_rule(rule: Rule, failures: Iterable[Failure] = ()) -> str:
    """One rule's page: what it demands, why, how to mend it, what asks for it, which of the past failures it guards
    against, a good and a bad example."""
    facts = {
        "judges": ", ".join(rule.types),
        "level": rule.level + (", a warning in environments that are not strict" if rule.relaxable else ""),
        "controls": ", ".join(rule.controls),
        "file": f"{rule.path.parent.name}/{rule.path.name}",
    }
    parts = [rule.name, "=" * len(rule.name), _wrapped(rule.summary), ""]
    parts += [f"{name + ':':10}{value}" for name, value in facts.items() if value]
    known = {failure.id: failure.title for failure in guarded_by(rule.name, failures)}
    titles = {name: known.get(name, "") for name in (*rule.guards, *known)}
    parts += [
        f"{'guards against:' if not number else '':15} {name}  {titles[name]}".rstrip()
        for number, name in enumerate(titles)
    ]
    parts += ["", "Why", _wrapped(rule.why, "  "), "", "Fix", _wrapped(rule.fix, "  ")]
    for kind, case in _examples(rule).items():
        parts += ["", f"{kind.capitalize()}: {case['title']}", textwrap.indent(_shown(_judged(case)), "  ")]
    return "\n".join(parts)


def cases_file(rule: Rule) -> Path:
    """The file of a rule's good and bad cases: for a bundled rule beside the bundled tests, else beside the rule."""
    if rule.path.parent != bundled(rule.path.parent.name):
        return rule.path.parent / "cases" / f"{rule.name}.yaml"
    inside = bundled("cases")
    cases = inside if inside.is_dir() else inside.parent / "tests" / "cases"
    return (cases / "adopted" if rule.built_in else cases) / f"{rule.name}.yaml"


def _examples(rule: Rule) -> Mapping[str, Any]:
    import yaml

    path = cases_file(rule)
    if not path.exists():
        return {}
    cases = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {kind: cases[kind][0] for kind in ("good", "bad") if cases.get(kind)}


def _judged(case: Mapping[str, Any]) -> Any:
    """What a case judges: of a plan, what it changes."""
    return {name: case[name] for name in PLANNED if name in case} or case["document"]


def _shown(document: Any) -> str:
    return json.dumps(document, indent=2)


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
