"""What the schema finds wrong."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """A fault and the path of its attribute, None where it concerns a whole resource or the document.

    `doubt` says why it may be none: the document asks for a provider that is newer than the schema. `undecided`: no
    fault that was found, but a question that stays open.
    """

    message: str
    attribute: str | None = None
    doubt: str | None = None
    undecided: bool = False
