"""Waits for the system to tell that something happens in the folders that are watched."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import closing
from pathlib import Path

from watchfiles import Change, watch

# A burst of saves has ended when nothing happened for so long; one that does not end is handed on in pieces.
QUIET_MS = 40
LONGEST_BURST_MS = 1_000
LOOK_MS = 100


def wakes(folders: Callable[[], Collection[Path]]) -> Iterator[None]:
    """Yields when the folders are watched, and whenever something has happened in one of them since it last did.

    After each time the folders are asked for again, as they come and go. Raises OSError where the system watches no
    more folders.
    """
    while True:
        watched = _identities(folders())
        try:
            with closing(_watch(watched)) as changes:
                for number, found in enumerate(changes):
                    if found or number == 0:
                        yield
                        if _identities(folders()) != watched:
                            break
        except FileNotFoundError:  # a folder that went away before it was watched
            continue


def _watch(folders: Collection[Path]) -> Generator[set[tuple[Change, str]], None, None]:
    """Sets of changes, an empty one where nothing happened for a while: with the first, the folders are watched."""
    return watch(
        *folders,
        watch_filter=None,
        recursive=False,
        step=QUIET_MS,
        debounce=LONGEST_BURST_MS,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )


def _identities(folders: Collection[Path]) -> dict[Path, tuple[int, int]]:
    """Of each folder, which one it is: what was removed and made again is another one, and has to be watched anew."""
    found = {}
    for folder in folders:
        try:
            known = os.stat(folder)
        except OSError:
            continue
        found[folder] = known.st_dev, known.st_ino
    return found
