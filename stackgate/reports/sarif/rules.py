"""One rule as a SARIF reporting descriptor, with the properties by which code scanning sorts and filters."""

from __future__ import annotations

import re
from typing import Any

from stackgate.controls import framework
from stackgate.finding import RuleSummary
from stackgate.reports.one_line import one_line

_LONGEST_DESCRIPTION = 1_024
_LONGEST_HELP = 10_000
_MOST_TAGS = 20

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#!|~&$@])")

_EXPOSURE = re.compile(
    r"public (address|access|polic|ACL)|publicly|not public|internet|everybody|wildcard|0\.0\.0\.0|open access"
    r"|password|secret|credential|trust|authenticat|authorization|privileged|principal|\bACL|security group|\bIAM\b",
    re.IGNORECASE,
)
"""Words of a rule about who gets at what."""

_PROTECTION = re.compile(r"encrypt|\bKMS\b|\bTLS\b|\bSSL\b|https|cipher|\blogs?\b|logging|audit|trail", re.IGNORECASE)
"""Words of a rule about what guards data, or tells of an attack, where access is already limited."""


def descriptor(rule: RuleSummary) -> dict[str, Any]:
    """The rule as a reporting descriptor.

    All controls stand in its help and in a property; of the tags the platform takes 20 and shows 10.
    """
    severity = security_severity(rule)
    tags = [*(["security"] if severity else []), rule.engine, *rule.controls, *rule.guards]
    properties: dict[str, Any] = {
        "tags": [one_line(tag, 255) for tag in dict.fromkeys(tags)][:_MOST_TAGS],
        "precision": _precision(rule),
        "problem.severity": rule.level,
        "controls": [one_line(control, 255) for control in rule.controls],
        "guards": [one_line(guard, 255) for guard in rule.guards],
    }
    if severity:
        properties["security-severity"] = severity
    return {
        "id": one_line(rule.name, 255),
        "shortDescription": {"text": one_line(rule.summary or rule.name, _LONGEST_DESCRIPTION)},
        "fullDescription": {"text": one_line(f"{rule.summary or rule.name} {rule.why}", _LONGEST_DESCRIPTION)},
        "help": {"text": _help(rule), "markdown": _help(rule, markdown=True)},
        "defaultConfiguration": {"level": rule.level},
        "properties": properties,
    }


def security_severity(rule: RuleSummary) -> str | None:
    """A score as code scanning reads it, by two things that are known of a rule: what it is about, and its level.

    Who gets at what is 8.0 (high) as an error and 5.0 (medium) as a warning; encryption and logs, which matter once
    somebody got in, are 6.0 (medium) and 3.0 (low). Nothing is critical, because no document tells what the data are
    worth. A rule about anything else, as that a queue has a dead letter queue, is none of security: None. What it is
    about is read in the summary, since controls say little: a standard of security also wants backups. What the
    synthesis and the schema judge is whether a deploy works.

    Source: GitHub, SARIF support for code scanning: over 9.0 critical, from 7.0 high, from 4.0 medium, else low.
    """
    if rule.engine in ("synth", "schema"):
        return None
    about = f"{rule.name.replace('_', ' ')}: {rule.summary}"
    if _EXPOSURE.search(about):
        return "8.0" if rule.level == "error" else "5.0"
    if _PROTECTION.search(about):
        return "6.0" if rule.level == "error" else "3.0"
    return None


def _precision(rule: RuleSummary) -> str:
    """How often a result is true. The bindings and the provider themselves say what the synthesis and the schema
    find; the other rules read a document as its author meant it, and say `unknown` where they would have to guess."""
    return "very-high" if rule.engine in ("synth", "schema") else "high"


def _help(rule: RuleSummary, *, markdown: bool = False) -> str:
    parts = {"Why": rule.why, "Fix": rule.fix, "Controls": _controls(rule), "Past failures": ", ".join(rule.guards)}
    told = {title: one_line(text, _LONGEST_HELP) for title, text in parts.items() if text}
    if markdown:
        told = {title: _MARKDOWN.sub(r"\\\1", text) for title, text in told.items()}
    mark = "**" if markdown else ""
    lines = [f"{mark}{title}:{mark} {text}" for title, text in told.items()]
    return "\n\n".join(lines) or one_line(rule.name, 255)


def _controls(rule: RuleSummary) -> str:
    by_framework: dict[str, list[str]] = {}
    for control in rule.controls:
        by_framework.setdefault(framework(control), []).append(control)
    return "; ".join(f"{name} {', '.join(controls)}" for name, controls in by_framework.items())
