"""The private folder that a deploy leaves where it was killed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "stackgate-deploy-"
ERRORED_STATE = "errored.tfstate"
"""Where Terraform puts the state that it could not write to its backend."""


def states_in(folder: Path) -> list[Path]:
    """The states in a private folder. What `.terraform` holds under that name are the backend's settings."""
    return [file for file in folder.rglob("*.tfstate") if ".terraform" not in file.relative_to(folder).parts]


def remove_left_over(path: Path) -> None:
    """Remove the private folder of an earlier deploy that was killed, if it is one, and holds no state to be saved."""
    named = path.name.startswith(PREFIX) and path.parent == Path(tempfile.gettempdir()).resolve()
    own = named and path.is_dir() and not path.is_symlink() and path.stat().st_uid == os.getuid()
    if own and not states_in(path):
        shutil.rmtree(path, ignore_errors=True)
