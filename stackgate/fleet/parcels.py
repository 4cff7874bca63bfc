"""What is sent to another machine so that it can judge a document, and how it does."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from stackgate.bundle import PACKAGE, bundled
from stackgate.finding import Engine, JudgementError, Source
from stackgate.fleet import ClusterError
from stackgate.gate import Gate
from stackgate.judgement import DocumentJudgement
from stackgate.processes import Kept
from stackgate.rulebook import load
from stackgate.settings import Settings
from stackgate.stamp import versions
from stackgate.subject import Input
from stackgate.waivers import Waivers

_RULE_FILES = (".py", ".yaml", ".yml", ".toml")
_ONE_AT_A_TIME = threading.Lock()  # an engine is not made for threads, and a worker may have several

log = logging.getLogger("stackgate")


@dataclass(frozen=True, slots=True)
class Folder:
    """A repository's own folder of rules: where it lies here, and the bytes of its files by name."""

    path: Path
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to judge, with all that it needs beside Stackgate itself; `build` identifies the Stackgate that sends it."""

    build: str
    settings: Settings
    environment: str
    engines: tuple[Engine, ...]
    waivers: Waivers
    keep_passes: bool
    keep_evidence: bool
    all_policies: bool
    validators: tuple[Folder, ...]
    policies: tuple[Folder, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A document to judge: its bytes, its name, that of its folder, and the source lines of its constructs."""

    data: bytes
    shown: str
    folder: str
    name: str
    sources: Mapping[str, Source]


def recipe_of(gate: Gate, settings: Settings) -> Recipe:
    """The recipe of a gate, whose own rules are in the folders of the settings. Raises OSError."""
    return Recipe(
        build(),
        Settings(environments=settings.environments, levels=settings.levels, reasons=settings.reasons),
        gate.environment,
        gate.engines,
        gate.waivers,
        gate.keep_passes,
        gate.keep_evidence,
        gate.rulebook.adopted.others.keys() <= gate.rulebook.policies.keys(),
        _folders(settings.validators),
        _folders(settings.policies),
    )


def _folders(paths: Iterable[Path]) -> tuple[Folder, ...]:
    return tuple(
        Folder(path, tuple((file.name, file.read_bytes()) for file in sorted(path.iterdir()) if _is_rule(file)))
        for path in paths
    )


def _is_rule(file: Path) -> bool:
    return file.suffix in _RULE_FILES and file.is_file()


@cache
def build() -> str:
    """What has to be the same on both machines: the versions, and Stackgate's own files and rules."""
    digest = hashlib.sha256()
    for folder in (PACKAGE, bundled("validators"), bundled("policies")):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts and "cases" not in file.parts:
                digest.update(f"{file.relative_to(folder)}\0".encode("utf-8", "surrogateescape"))
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    with_checkov: tuple[Engine, ...] = ("policies",)
    told = ", ".join(f"{name} {number}" for name, number in versions(with_checkov).items())
    return f"{told}, files {digest.hexdigest()[:16]}"


def judge_parcel(recipe: Recipe, parcel: Parcel) -> tuple[DocumentJudgement, list[str]]:
    """What came of a document that another machine sent, and what was logged. Raises ClusterError."""
    if recipe.build != build():
        raise ClusterError(f"a worker is not what sends it documents: {build()}, not {recipe.build}")
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="stackgate-") as folder, Kept.of(log) as kept:
        own = Path(folder, parcel.folder or "document")
        own.mkdir()
        path = own / parcel.name
        path.write_bytes(parcel.data)
        workshop = _workshop(recipe)
        judgement = workshop.gate.judge_document(Input(path, parcel.shown, parcel.sources))
        return workshop.told_as_there(judgement), [workshop.as_there(text) for text in kept.take()]


@dataclass(frozen=True)
class _Workshop:
    """The gate of a recipe, and by what names the folders of its rules go where it came from."""

    gate: Gate
    names: Mapping[str, str]

    def told_as_there(self, judgement: DocumentJudgement) -> DocumentJudgement:
        """A judgement whose errors name files of rules as they are called where the recipe came from."""
        told = (
            tuple(JudgementError(self.as_there(error.where), self.as_there(error.message)) for error in errors)
            for errors in (judgement.errors, judgement.not_asked)
        )
        errors, not_asked = told
        return replace(judgement, errors=errors, not_asked=not_asked)

    def as_there(self, text: str) -> str:
        for here, there in self.names.items():
            text = text.replace(here, there)
        return text


_kept: list[tuple[Recipe, _Workshop, tempfile.TemporaryDirectory[str]]] = []


def _workshop(recipe: Recipe) -> _Workshop:
    """The gate of a recipe, the last of which is kept."""
    for known, workshop, _ in _kept:
        if known == recipe:
            return workshop
    _kept.clear()
    folder = tempfile.TemporaryDirectory(prefix="stackgate-rules-")
    names: dict[str, str] = {}
    validators, policies = (
        [_unpacked(Path(folder.name, f"{kind}{number}"), own, names) for number, own in enumerate(kinds)]
        for kind, kinds in (("validators", recipe.validators), ("policies", recipe.policies))
    )
    rulebook = load(validators, policies, with_policies="policies" in recipe.engines)
    gate = Gate(
        rulebook.with_all_policies() if recipe.all_policies else rulebook,
        recipe.settings,
        recipe.environment,
        recipe.engines,
        recipe.waivers,
        recipe.keep_passes,
        recipe.keep_evidence,
    )
    _kept.append((recipe, _Workshop(gate, names), folder))
    return _kept[0][1]


def _unpacked(folder: Path, own: Folder, names: dict[str, str]) -> Path:
    folder.mkdir()
    for name, content in own.files:
        (folder / name).write_bytes(content)
    names[str(folder)] = str(own.path)
    return folder
