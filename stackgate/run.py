"""One run of the gate, from settings to verdict and reports: what the command line calls."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from stackgate.finding import Engine, Verdict
from stackgate.gate import Gate, could_not_judge
from stackgate.inputs import find_inputs
from stackgate.reports import render
from stackgate.rule import RuleError
from stackgate.rulebook import Rulebook, load
from stackgate.scan import warm_up
from stackgate.settings import Settings, SettingsError
from stackgate.synth_rules import Fault
from stackgate.synthesis.reproduction import synthesize_twice
from stackgate.synthesis.synth import Synthesis, SynthesisError
from stackgate.waivers import WaiverError, Waivers, load_waivers

Progress = Callable[[str], None]

VERDICT = "verdict.json"
SARIF = "findings.sarif"
CDKTF_OUT = "cdktf.out"
SYNTH_LOG = "synth.log"

_CANNOT_JUDGE = (RuleError, SettingsError, SynthesisError, WaiverError)

log = logging.getLogger("stackgate")


@dataclass(frozen=True)
class Run:
    """How to judge: settings, the environment, further folders of rules, what to leave out, whom to tell."""

    settings: Settings
    environment: str
    validators: tuple[Path, ...] = ()
    policies: tuple[Path, ...] = ()
    waivers: Path | None = None
    only_validators: bool = False
    all_policies: bool = False
    keep_passes: bool = False
    progress: Progress = lambda _: None

    def check(self, paths: Iterable[Path]) -> Verdict:
        """Judge documents that are there already."""
        return self._guarded(lambda: self._judge(load_rules(self), paths))

    def gate(self, out: Path) -> Verdict:
        """Synthesize the app, judge what comes out, and leave document and reports in the folder `out`."""
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in (VERDICT, SARIF):
            (out / name).unlink(missing_ok=True)
        verdict = self._guarded(lambda: self._synthesize_and_judge(out))
        write_report(out / VERDICT, render(verdict, "json"))
        write_report(out / SARIF, render(verdict, "sarif"))
        self.progress(f"reports: {out / VERDICT}, {out / SARIF}")
        return verdict

    def _synthesize_and_judge(self, out: Path) -> Verdict:
        # The app synthesizes in a process of its own; meanwhile this one gets ready to judge.
        with ThreadPoolExecutor(max_workers=1) as ready:
            rules = ready.submit(self._get_ready)
            synthesis = self._synthesize(out)
            rulebook = rules.result()
        verdict = self._judge(rulebook, synthesis.documents, ("synth",), synthesis.faults, synthesis.observed)
        return replace(verdict, notes=verdict.notes + synthesis.notes)

    def _synthesize(self, out: Path) -> Synthesis:
        """The synthesis, without documents where it failed. Raises SynthesisError where no fault can be named."""
        try:
            return synthesize_twice(
                self.settings.app,
                out / CDKTF_OUT,
                environment=self.environment,
                log=out / SYNTH_LOG,
                progress=self.progress,
            )
        except SynthesisError as error:
            if not error.faults:
                raise
            return Synthesis(out, (), {}, (f"nothing was synthesized: {error}",), error.faults)

    def _get_ready(self) -> Rulebook:
        rulebook = load_rules(self)
        if not self.only_validators:
            warm_up()
        return rulebook

    def _judge(
        self,
        rulebook: Rulebook,
        paths: Iterable[Path],
        before: tuple[Engine, ...] = (),
        faults: tuple[Fault, ...] = (),
        observed: bool | None = True,
    ) -> Verdict:
        engines: tuple[Engine, ...] = ("schema", "validators")
        if not self.only_validators:
            engines += ("policies",)
        waivers = self._waivers(rulebook)
        gate = Gate(
            rulebook,
            self.settings,
            self.environment,
            before + engines,
            waivers,
            self.keep_passes,
            self.progress,
        )
        inputs, errors = find_inputs(paths)
        verdict = gate.judge(inputs, faults, observed)
        verdict = replace(verdict, errors=(*errors, *verdict.errors))
        if self.all_policies:
            never = "; ".join(f"{check} ({why})" for check, why in rulebook.adopted.never.items())
            verdict = replace(verdict, notes=(*verdict.notes, f"not asked of Checkov: {never}"))
        if self.only_validators:
            verdict = replace(
                verdict, notes=(*verdict.notes, "judged without policies: such a verdict cannot be sealed")
            )
        return verdict

    def _waivers(self, rulebook: Rulebook) -> Waivers:
        file = self.waivers or self.settings.waivers
        return load_waivers(file, self.environment, rulebook.names, self.settings.environments) if file else Waivers()

    def _guarded(self, judge: Callable[[], Verdict]) -> Verdict:
        try:
            return judge()
        except _CANNOT_JUDGE as error:
            if isinstance(error, SynthesisError) and error.log:
                self.progress(f"what the app printed is in {error.log}")
            return could_not_judge(self.environment, _where(error), str(error))
        except Exception as error:
            log.exception("stackgate itself failed")
            return could_not_judge(self.environment, "stackgate", f"failed itself: {type(error).__name__}")


def load_rules(run: Run) -> Rulebook:
    """The rules of a run. Raises RuleError and SettingsError."""
    settings = run.settings
    policies = settings.policies + run.policies
    rulebook = load(settings.validators + run.validators, policies, with_policies=not run.only_validators)
    settings.check_rules(rulebook.names)
    return rulebook.with_all_policies() if run.all_policies else rulebook


def write_report(path: Path, text: str) -> None:
    """Write a report whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _where(error: Exception) -> str:
    names = {RuleError: "rules", SettingsError: "settings", SynthesisError: "synth", WaiverError: "waivers"}
    return names[type(error)]
