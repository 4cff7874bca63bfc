"""The replays of past failures: what is expected of each, their synthesis, and the verdicts on them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stackgate.finding import Finding, Source, Verdict
from stackgate.gate import Gate, Input
from stackgate.rulebook import Rulebook
from stackgate.settings import Settings
from stackgate.synth_rules import Fault
from stackgate.synthesis.reproduction import synthesize_twice
from stackgate.synthesis.synth import Synthesis, SynthesisError

HERE = Path(__file__).parent
MENDED = "mended"
ENGINES = ("synth", "schema", "validators", "policies")
PROCESSES = 4


class ReplayError(Exception):
    """A replay that is not complete; the text says what it lacks."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that blocks: its rule and address, and, of a source, the comment that marks the line."""

    rule: str
    address: str = "*"
    at: str = ""


@dataclass(frozen=True)
class Replay:
    """A folder of replays: what blocks each of its broken forms, by the form's name, and which do not synthesize.

    `says` are texts, by the form's name too, that a message about it holds.
    """

    folder: Path
    expected: dict[str, tuple[Expected, ...]]
    says: dict[str, tuple[str, ...]]
    fails: frozenset[str]

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def forms(self) -> tuple[str, ...]:
        return (*self.expected, MENDED)

    @property
    def guards(self) -> set[str]:
        """The rules that find something in the broken forms."""
        return {expected.rule for form in self.expected.values() for expected in form}

    def app(self, form: str) -> Path:
        """The folder that a form's source lines are relative to: its own, where it is a project, or that of all."""
        return self.folder / form if (self.folder / form).is_dir() else HERE

    def marks(self, form: str) -> list[str]:
        """The comments in a form's source that mark a line."""
        own = self.folder / form
        files = sorted(own.rglob("*.py")) if own.is_dir() else [own.with_name(f"{form}.py")]
        lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
        return [mark for line in lines if (mark := mark_of(line))]


def mark_of(line: str) -> str:
    """The comment `# here`, or `# here: which`, at the end of a line."""
    comment = line.partition("  # ")[2]
    return comment if comment.startswith("here") else ""


def read_replay(folder: Path) -> Replay:
    """A folder's replays. Raises ReplayError where one lacks its source, or what is expected of it."""
    try:
        content: dict[str, Any] = tomllib.loads((folder / "expect.toml").read_text(encoding="utf-8"))
    except OSError:
        raise ReplayError(f"{folder.name}: there is no expect.toml") from None
    fails = frozenset(content.pop("fails", ()))
    forms = {path.stem for path in folder.iterdir() if path.stem not in ("expect", "__pycache__")}
    if not content or forms != {*content, MENDED}:
        raise ReplayError(f"{folder.name}: has {sorted(forms)}, but expects {sorted({*content, MENDED})}")
    says = {
        form: tuple(finding.pop("says") for finding in findings if "says" in finding)
        for form, findings in content.items()
    }
    expected = {form: tuple(Expected(**finding) for finding in findings) for form, findings in content.items()}
    return Replay(folder, expected, says, fails)


def read_replays(folder: Path = HERE) -> dict[str, Replay]:
    """Every replay by the id of its failure."""
    folders = [path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(("_", "."))]
    return {path.name: read_replay(path) for path in folders}


def check_complete(entries: Collection[str], replays: Collection[str]) -> None:
    """Raise ReplayError where an entry of the register has no replay, or a replay no entry."""
    if missing := set(entries) - set(replays):
        raise ReplayError(f"without a replay: {', '.join(sorted(missing))}")
    if missing := set(replays) - set(entries):
        raise ReplayError(f"not in the register: {', '.join(sorted(missing))}")


@dataclass(frozen=True)
class Stage:
    """What is judged of one form: its documents, with their source lines, and the faults of its synthesis."""

    inputs: tuple[Input, ...] = ()
    faults: tuple[Fault, ...] = ()

    def judge(self, rulebook: Rulebook, left_out: str = "") -> Verdict:
        """The gate's verdict, where every rule blocks: also what only warns, as a wish, guards against a failure.

        `left_out` is an engine that does not judge.
        """
        settings = Settings(levels=dict.fromkeys(rulebook.rules, "error"))
        engines = tuple(engine for engine in ENGINES if engine != left_out)
        return Gate(rulebook, settings, "prod", engines).judge(self.inputs, self.faults)


@dataclass
class Suite:
    """All replays, synthesized into the folder `out`."""

    replays: dict[str, Replay]
    out: Path
    stages: dict[tuple[str, str], Stage] = field(default_factory=dict)

    def synthesize(self) -> None:
        """Fills the stages: one run of the app for all that synthesizes, one for all that does not, and one for each
        form that is a project of its own. Raises SynthesisError where a failure cannot be named."""
        jobs = {("", "sound"): HERE / "cdktf.json", ("", "failing"): HERE / "failing.json"}
        for replay in self.replays.values():
            for form in replay.forms:
                if (replay.folder / form).is_dir():
                    jobs[replay.id, form] = replay.folder / form / "cdktf.json"
        with ThreadPoolExecutor(PROCESSES) as pool:
            made = dict(zip(jobs, pool.map(self._run, jobs.values(), map("-".join, jobs)), strict=True))
        together = [made.pop(("", "sound")), made.pop(("", "failing"))]
        self.stages = {key: self._stage(key, [run], whole=True) for key, run in made.items()}
        for replay in self.replays.values():
            for form in replay.forms:
                self.stages.setdefault((replay.id, form), self._stage((replay.id, form), together))

    def _run(self, app: Path, name: str) -> Synthesis:
        out = self.out / name.strip("-")
        try:
            return synthesize_twice(app, out / "cdktf.out", environment=None, log=out / "synth.log", progress=None)
        except SynthesisError as error:
            if not error.faults:
                raise
            return Synthesis(out, (), {}, (), error.faults)

    def _stage(self, key: tuple[str, str], runs: Iterable[Synthesis], whole: bool = False) -> Stage:
        name, inputs, faults = "-".join(key), [], []
        for run in runs:
            sources = {path: Source(file, line) for path, (file, line) in run.sources.items()}
            inputs += [
                Input(document, f"{name}/cdk.tf.json", sources)
                for document in run.documents
                if whole or document.parent.name == name
            ]
            faults += [fault for fault in run.faults if whole or stage_of(fault) == name]
        return Stage(tuple(inputs), tuple(faults))


def stage_of(fault: Fault) -> str:
    """The form that a fault belongs to, by its construct's stack or its source."""
    if fault.construct:
        return fault.construct.partition("/")[0]
    return fault.source.file.removesuffix(".py").replace("/", "-") if fault.source else ""


def seen(findings: Iterable[Finding], replay: Replay, form: str) -> Iterator[Expected]:
    """What blocks, in the words of what is expected; of a line without a mark, where it is."""
    for finding in findings:
        if finding.blocks:
            at = ""
            if finding.source:
                file, line = replay.app(form) / finding.source.file, finding.source.line
                mark = mark_of(file.read_text(encoding="utf-8").splitlines()[line - 1])
                own = file.parent == replay.folder / form or file == replay.folder / f"{form}.py"
                at = mark if mark and own else f"{finding.source.file}:{line}"
            yield Expected(finding.rule, finding.address, at)
