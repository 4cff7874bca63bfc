"""Judges in a process that has loaded rules and Checkov before: only what has changed is done again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from stackgate.app_gate import synthesize_app
from stackgate.finding import Engine, Verdict
from stackgate.gate import Gate
from stackgate.inputs import find_inputs
from stackgate.joining import join
from stackgate.rulebook import Rulebook
from stackgate.run import ONCE, Run, load_rules
from stackgate.scan import warm_up
from stackgate.stamp import judged_now
from stackgate.synthesis.synth import Synthesis
from stackgate.watching.kept import Kept
from stackgate.watching.territory import Meaning, Territory, territory_of


@dataclass
class Warm:
    """What is kept between two judgements.

    read_run: reads the settings, and raises SettingsError. paths: the documents to judge; the app where there are none.
    folder: private and empty; the app is synthesized into it, away from what a gate has judged and sealed.
    """

    read_run: Callable[[], Run]
    paths: tuple[Path, ...]
    folder: Path
    run: Run = field(init=False)
    _rulebook: Rulebook | None = None
    _synthesis: Synthesis | None = None
    _kept: Kept = field(default_factory=Kept)

    def __post_init__(self) -> None:
        self.run = self._read()

    @property
    def territory(self) -> Territory:
        """What to watch, by the settings as they were last read."""
        return territory_of(self.run, self.paths)

    def judge(self, saved: Collection[Path], progress: Callable[[str], None]) -> Verdict:
        """The verdict on what is there now, where these files were saved since the last call. Raises nothing."""
        run = replace(self.run, progress=progress)
        return run.guarded(lambda: self._judge(self.territory.meanings(saved), progress))

    def _judge(self, changed: Collection[Meaning], progress: Callable[[str], None]) -> Verdict:
        if "rules" in changed:
            self._rulebook, self._kept = None, Kept()
        if "source" in changed:
            self._synthesis = None
        if self._rulebook is None:
            self._read_settings()
        # The app synthesizes in a process of its own; meanwhile this one gets ready to judge.
        with ThreadPoolExecutor(max_workers=1) as beside:
            ready = beside.submit(self._get_ready)
            if self._synthesis is None and not self.paths:
                self._synthesis = synthesize_app(replace(self.run, progress=progress), self.folder)
            rulebook = ready.result()
        gate = self._gate(rulebook)
        done = self._synthesis
        if done is None:
            inputs, errors = find_inputs(self.paths)
            return join(gate.terms(errors), self._kept.judge(gate, inputs, progress), judged_now())
        inputs, errors = find_inputs([done.folder] if done.documents else [])
        judgements = gate.judge_synthesis(done.faults, done.observed), *self._kept.judge(gate, inputs, progress)
        return join(gate.terms(errors, (*done.notes, ONCE)), judgements, judged_now())

    def _read(self) -> Run:
        return replace(self.read_run(), once=True)

    def _read_settings(self) -> None:
        app, self.run = self.run.settings.app, self._read()
        if self.run.settings.app != app:
            self._synthesis = None

    def _get_ready(self) -> Rulebook:
        if self._rulebook is None:
            if not self.run.only_validators:
                warm_up()
            self._rulebook = load_rules(self.run)
        return self._rulebook

    def _gate(self, rulebook: Rulebook) -> Gate:
        synthesis: tuple[Engine, ...] = () if self.paths else ("synth",)
        policies: tuple[Engine, ...] = () if self.run.only_validators else ("policies",)
        return Gate(
            rulebook,
            self.run.settings,
            self.run.environment,
            (*synthesis, "schema", "validators", *policies),
            self.run.waivers_of(rulebook),
        )
