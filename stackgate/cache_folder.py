"""The user's own folder for what may be computed again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """The folder, which nobody else can write to; None where there is none, or it cannot be written to.

    What lark keeps are pickles: in the shared folder for temporary files another user could lay one ready.
    """
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "stackgate")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        private = folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o022
    except (OSError, RuntimeError, AttributeError):  # no home, or a system without user ids
        return None
    return folder if private and os.access(folder, os.W_OK) else None
