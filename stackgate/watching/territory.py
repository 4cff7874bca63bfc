"""Which folders are watched, which of their files count, and what a save of one means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stackgate.bundle import bundled
from stackgate.inputs import READ_BY_TERRAFORM, find_inputs
from stackgate.run import Run
from stackgate.settings import FILE
from stackgate.synthesis.folder import MANIFEST
from stackgate.watching.junk import folders_below, is_junk

Meaning = Literal["rules", "source", "document"]


@dataclass(frozen=True, slots=True)
class Territory:
    """What is watched; every path is absolute.

    app: the folder whose files are the app's source, where the app is judged. documents: files that are judged.
    below: folders of which the documents are judged, however deep they lie. rules: folders of rules. settings: files
    that say how to judge.
    """

    app: Path | None
    documents: frozenset[Path]
    below: frozenset[Path]
    rules: frozenset[Path]
    settings: frozenset[Path]

    def folders(self) -> frozenset[Path]:
        """The folders to watch, of those that there are now; for one that is missing, that in which it will appear."""
        beside = {path.parent for path in (*self.documents, *self.settings, *self.below)} | self.rules
        found = {next(folder for folder in (path, *path.parents) if folder.is_dir()) for path in beside}
        for start in (*self.below, *([self.app] if self.app else ())):
            found.update(folders_below(start))
        judged, _ = find_inputs(path for path in self.below if path.is_dir())
        return frozenset(found | {given.path.parent for given in judged if given.path.parent.is_dir()})

    def files(self) -> Iterator[Path]:
        """Every file whose save means something."""
        for folder in self.folders():
            try:
                yield from (path for path in folder.iterdir() if self.meaning(path) and not path.is_dir())
            except OSError:
                continue

    def meanings(self, paths: Iterable[Path]) -> Collection[Meaning]:
        """What has to be done again when these files have changed."""
        return {meaning for path in paths if (meaning := self.meaning(path))}

    def meaning(self, path: Path) -> Meaning | None:
        """What has to be done again when this file has changed; None where nothing has."""
        if path in self.settings:
            return "rules"
        if path in self.documents:
            return "document"
        if is_junk(path.name):
            return None
        if path.parent in self.rules:
            return "rules"
        if any(path.is_relative_to(folder) for folder in self.below):
            return "document" if path.name == MANIFEST or path.name.endswith(READ_BY_TERRAFORM) else None
        return "source" if self.app and path.is_relative_to(self.app) else None


def territory_of(run: Run, paths: Iterable[Path]) -> Territory:
    """What is watched for a run: the documents at the paths, or the source of its app where there are none."""
    settings = run.effective_settings
    given = [path.absolute() for path in paths]
    own = (*settings.validators, *settings.policies)
    files = [settings.file or Path(FILE), *([settings.waivers] if settings.waivers else [])]
    return Territory(
        app=None if given else settings.app.resolve().parent,
        documents=frozenset(spelled for path in given if not path.is_dir() for spelled in (path, path.resolve())),
        below=frozenset(path for path in given if path.is_dir()),
        rules=frozenset(folder.absolute() for folder in (bundled("validators"), bundled("policies"), *own)),
        settings=frozenset(spelled for file in files for spelled in (file.absolute(), file.resolve())),
    )
