"""What is no source of an app and no document: what editors, tools and Stackgate itself leave in a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from watchfiles import DefaultFilter

from stackgate.out_folder import CDKTF_OUT, SYNTH_LOG, VERDICT

_FOLDERS = frozenset(DefaultFilter.ignore_dirs) | {CDKTF_OUT}
_FILES = tuple(
    re.compile(pattern)
    for pattern in (
        *DefaultFilter.ignore_entity_patterns,
        r"^#.*#$",  # Emacs
        r"^4913$",  # Vim tries with it whether a folder can be written to
        r"^\.goutputstream-",
        r"\.tmp$",
        r"\.log$",
        r"\.tfstate(\.\d+)?(\.backup|\.lock\.info)?$",
    )
)


def is_junk(name: str) -> bool:
    """Whether a file or a folder of this name is nothing that anybody wrote by hand."""
    return name in _FOLDERS or any(pattern.search(name) for pattern in _FILES)


def folders_below(start: Path) -> Iterator[Path]:
    """A folder and those below it that may hold what somebody wrote; nothing where there is no such folder.

    Not: hidden ones, virtualenvs, and the out folder of a gate or a synthesis.
    """
    for at, folders, names in os.walk(start):
        if Path(at) != start and _is_made(folders, names):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".") and not is_junk(name)]
        yield Path(at)


def _is_made(folders: Iterable[str], names: Iterable[str]) -> bool:
    if "pyvenv.cfg" in names:
        return True
    return CDKTF_OUT in folders and not {VERDICT, SYNTH_LOG}.isdisjoint(names)
