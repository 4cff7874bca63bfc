"""When a verdict was reached, and with which versions."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import UTC, datetime

from stackgate import __version__
from stackgate.finding import Engine


def judged_now() -> str:
    """The time in UTC, as in `2026-01-31T12:00:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def versions(engines: Collection[Engine]) -> dict[str, str]:
    """The versions of what judged: Python, Stackgate, and Checkov where policies were asked."""
    found = {"python": sys.version.split()[0], "stackgate": __version__}
    if "policies" in engines:
        from stackgate.scan import checkov_version

        found["checkov"] = checkov_version()
    return found
