"""The verdict, rendered: one format a module, each a pure function of the verdict."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from stackgate.finding import Verdict

MODULES = {"text": "text", "json": "verdict_json", "sarif": "sarif"}
"""The formats, and the module that renders each; a module is imported when its format is asked for."""


def render(verdict: Verdict, format_name: str) -> str:
    """The report of a verdict in one of the formats. Raises KeyError for a format that there is not."""
    module = import_module(f"stackgate.reports.{MODULES[format_name]}")
    return cast(Callable[[Verdict], str], module.render)(verdict)
