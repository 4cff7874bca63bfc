"""What keeps a run from judging at all: the base of the exceptions that each part of it raises for its own."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class UnjudgedError(Exception):
    """Nothing can be judged; the text says why. `where` names the part in the verdict, `log` a file that tells more."""

    where: ClassVar[str]
    log: Path | None = None
