"""Why an expression has no value: Terraform refuses it, or it is not known yet."""

from __future__ import annotations

from stackgate.values import Reference

LATER = "known only after the deploy"
ERROR = "an error:"
"""How the reason of a value begins that Terraform itself would refuse to work out."""


class Refused(Exception):
    """Terraform itself ends with an error here; the text says which."""


class TooLarge(Exception):
    """The work that one string may cost is done, so that the whole of it is given up."""


class NotKnown(Exception):
    """The value cannot be told before the deploy, or not by us."""

    def __init__(self, references: tuple[Reference, ...] = (), reason: str = LATER) -> None:
        super().__init__(reason)
        self.references = references
        self.reason = reason
