"""How a deploy ends other than well."""

from __future__ import annotations


class Refused(Exception):
    """Something is not as it was judged, or was never judged: exit status 1. Each line names one thing."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class CouldNotDeploy(Exception):
    """What could not be done, in one line: exit status 2."""


class Interrupted(KeyboardInterrupt):
    """SIGINT or SIGTERM was received. No `except Exception` on the way holds it up."""
