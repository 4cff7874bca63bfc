"""Verdicts, rendered: one format a module, each a pure function of the audit, which holds one verdict or several."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from stackgate.finding import Verdict
from stackgate.reports.audit import Audit, audit_of

MODULES = {
    "text": "text",
    "json": "verdict_json",
    "sarif": "sarif",
    "junit": "junit",
    "markdown": "markdown",
    "html": "html",
    "csv": "comma_separated",
    "gitlab": "gitlab",
    "oscal": "oscal",
}
"""The formats, and the module that renders each; a module is imported when its format is asked for."""

WITH_EVIDENCE = frozenset({"csv", "html", "junit", "oscal"})
"""The formats that show what passed, too: their verdicts need the evidence."""


def render(judged: Audit | Verdict, format_name: str) -> str:
    """The report of an audit, or of one verdict, in one of the formats. Raises KeyError for a format there is not."""
    module = import_module(f"stackgate.reports.{MODULES[format_name]}")
    audit = audit_of([judged]) if isinstance(judged, Verdict) else judged
    return cast(Callable[[Audit], str], module.render)(audit)
