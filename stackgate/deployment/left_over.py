"""The private folder that a deploy leaves where it was killed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "stackgate-deploy-"
ERRORED_STATE = "errored.tfstate"
"""Where Terraform puts the state that it could not write to its backend."""


def remove_left_over(path: Path) -> None:
    """Remove the private folder of an earlier deploy that was killed, if it is one, and holds no state to be saved."""
    named = path.name.startswith(PREFIX) and path.parent == Path(tempfile.gettempdir()).resolve()
    if named and path.is_dir() and not path.is_symlink() and path.stat().st_uid == os.getuid():
        if any(path.rglob(ERRORED_STATE)):
            return
        shutil.rmtree(path, ignore_errors=True)
