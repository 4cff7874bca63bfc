"""One run of the gate, from settings to verdict and reports: what the command line calls."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from stackgate.evidence import Evidence
from stackgate.failures import FailureError
from stackgate.finding import Engine, JudgementError, Verdict
from stackgate.fleet import ClusterError
from stackgate.fleet.spreading import Spreading
from stackgate.gate import Gate, could_not_judge
from stackgate.inputs import find_inputs, find_named, sources_of
from stackgate.joining import join
from stackgate.out_folder import CDKTF_OUT, REPORT, SARIF, SEAL, SYNTH_LOG, VERDICT, NotWritten, write_report, writing
from stackgate.plan.decided import decided
from stackgate.reports import render
from stackgate.reports.audit import Audit, audit_of
from stackgate.rule import RuleError
from stackgate.rulebook import Rulebook, load
from stackgate.scan import warm_up
from stackgate.settings import Settings, SettingsError
from stackgate.stamp import judged_now
from stackgate.subject import Input
from stackgate.synth_rules import REPRODUCIBLE, SYNTH_RULES, Fault
from stackgate.synthesis.reproduction import synthesize_twice
from stackgate.synthesis.synth import Synthesis, SynthesisError, synthesize
from stackgate.waivers import WaiverError, Waivers, load_waivers

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

    from stackgate.seal.sealing import Sealing

Progress = Callable[[str], None]

_WHERE: dict[type[Exception], str] = {
    ClusterError: "dask",
    FailureError: "failures",
    RuleError: "rules",
    SettingsError: "settings",
    SynthesisError: "synth",
    WaiverError: "waivers",
}
"""What keeps a run from judging at all, and how it is named in the verdict."""
_REPORTS = {VERDICT: "json", SARIF: "sarif", REPORT: "html"}
"""The reports of a gate, in the order in which they are written, and their formats."""

ONCE = f"the app was synthesized once: whether it gives the same again ({REPRODUCIBLE}) only a whole gate tells"

log = logging.getLogger("stackgate")


@dataclass(frozen=True)
class Run:
    """How to judge: settings, the environment, further folders of rules, what to leave out, whom to tell, and over what
    to spread the documents. `once`: the app is synthesized once, and not again to see whether it gives the same."""

    settings: Settings
    environment: str
    validators: tuple[Path, ...] = ()
    policies: tuple[Path, ...] = ()
    waivers: Path | None = None
    only_validators: bool = False
    once: bool = False
    all_policies: bool = False
    keep_passes: bool = False
    keep_evidence: bool = False
    progress: Progress = lambda _: None
    spreading: Spreading = field(default_factory=Spreading)
    signer: CryptoSigner | None = field(default=None, repr=False)

    def check(self, named: Iterable[str | Path]) -> Verdict:
        """Judge documents that are there already: paths, patterns, and lists of paths as `@FILE`.

        Raises NotWritten where the stream cannot be.
        """
        return self.guarded(lambda: self._judge(load_rules(self), *find_named(named)))

    def plan(self, plan: Path, document: Path, shown: str, asked: Iterable[tuple[str, str]] = ()) -> Verdict:
        """Judge the JSON of a plan that was made from a document, a cdk.tf.json; `shown` names it in the verdict.

        `asked` are pairs of rule and address that were open questions when the document was judged: the verdict's
        `decided` tells what became of each. What was open about the synthesis no plan can tell: it stays open.
        """
        asked = tuple(asked)
        unseen = any(rule in SYNTH_RULES for rule, _ in asked)
        given = Input(plan, shown, sources_of(document), document)
        every = replace(self, keep_passes=True)
        verdict = self.guarded(
            lambda: every._judge(
                load_rules(self),
                [given],
                [],
                before=("synth",) if unseen else (),
                observed=not unseen,
                on_documents=(),
            )
        )
        kept = tuple(one for one in verdict.findings if self.keep_passes or one.status != "pass")
        return replace(verdict, findings=kept, decided=decided(verdict, asked))

    def gate(self, out: Path, shown: Callable[[Verdict], Audit] = lambda verdict: audit_of([verdict])) -> Verdict:
        """Synthesize the app, judge what comes out, and leave document, reports and seal in the folder `out`.

        `shown` makes the audit that the reports render. Raises NotWritten where one of them cannot be written; then no
        verdict is left that could be taken for this one's.
        """
        with writing(out):
            out.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in (VERDICT, SARIF, REPORT, SEAL):
            with writing(out / name):
                (out / name).unlink(missing_ok=True)
        from stackgate.seal.sealing import Sealing  # 14 ms that `check` need not spend

        sealing = Sealing(out, self.settings, self.environment, self.signer)
        keeping = replace(self, keep_evidence=True)
        verdict = self.guarded(lambda: keeping._synthesize_and_judge(out, sealing))
        if not self.once:
            verdict = sealing.check(verdict)
        try:
            audit = shown(verdict)
            for name, format_name in _REPORTS.items():
                with writing(out / name):
                    write_report(out / name, render(audit, format_name))
            with writing(out / SEAL):
                is_sealed = not self.once and sealing.write(verdict) and self.signer is not None
        except BaseException:
            (out / VERDICT).unlink(missing_ok=True)
            raise
        sealed = f", sealed: {out / SEAL}" if is_sealed else ""
        self.progress(f"reports: {', '.join(str(out / name) for name in _REPORTS)}{sealed}")
        return verdict

    def _synthesize_and_judge(self, out: Path, sealing: Sealing) -> Verdict:
        # The app synthesizes in a process of its own; meanwhile this one gets ready to judge.
        with ThreadPoolExecutor(max_workers=1) as ready:
            rules = ready.submit(self._get_ready, sealing)
            synthesis = self.synthesize(out)
            rulebook = rules.result()
        sealing.synthesized()
        # By the folder: what the app itself put beside a document is sealed and applied with it.
        inputs, errors = find_inputs([synthesis.folder] if synthesis.documents else [])
        verdict = self._judge(rulebook, inputs, errors, ("synth",), synthesis.faults, synthesis.observed)
        return replace(verdict, notes=verdict.notes + synthesis.notes)

    def synthesize(self, out: Path) -> Synthesis:
        """The app's synthesis into a folder, without documents where it failed.

        Raises SynthesisError where no fault can be named.
        """
        how = synthesize if self.once else synthesize_twice
        try:
            return how(
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

    def _get_ready(self, sealing: Sealing) -> Rulebook:
        rulebook = load_rules(self)
        if not self.only_validators:
            warm_up()
            sealing.get_ready()
        return rulebook

    def _judge(
        self,
        rulebook: Rulebook,
        inputs: Iterable[Input],
        errors: Iterable[JudgementError],
        before: tuple[Engine, ...] = (),
        faults: tuple[Fault, ...] = (),
        observed: bool | None = True,
        on_documents: tuple[Engine, ...] = ("schema",),
    ) -> Verdict:
        engines: tuple[Engine, ...] = (*on_documents, "validators")
        if not self.only_validators:
            engines += ("policies",)
        gate = Gate(
            rulebook,
            self.settings,
            self.environment,
            before + engines,
            self.waivers_of(rulebook),
            self.keep_passes,
            self.keep_evidence,
        )
        inputs, errors = tuple(inputs), tuple(errors)
        shard = self.spreading.cut(inputs, errors)
        terms = gate.terms(errors, self._notes(rulebook), self._evidence(), shard)
        judgements = self.spreading.judge(gate, inputs, terms, self.effective_settings, self.progress)
        return join(terms, [gate.judge_synthesis(faults, observed), *judgements], judged_now())

    def _evidence(self) -> Evidence | None:
        if not self.keep_evidence:
            return None
        from stackgate.seal.provenance import completed  # 20 ms that `check` need not spend

        return completed(Evidence(), self.effective_settings, self.signer)

    def _notes(self, rulebook: Rulebook) -> Iterator[str]:
        if self.all_policies:
            yield _never_asked(rulebook)
        if self.only_validators:
            yield "judged without policies: such a verdict cannot be sealed"
        if self.once:
            yield f"{ONCE}, and only its verdict can be sealed"

    @property
    def effective_settings(self) -> Settings:
        """The settings, with the further rules and the waivers of this run."""
        return replace(
            self.settings,
            validators=self.settings.validators + self.validators,
            policies=self.settings.policies + self.policies,
            waivers=self.waivers or self.settings.waivers,
        )

    def waivers_of(self, rulebook: Rulebook) -> Waivers:
        """The waivers that apply, by the rules that there are. Raises WaiverError."""
        file = self.effective_settings.waivers
        return load_waivers(file, self.environment, rulebook.names, self.settings.environments) if file else Waivers()

    def guarded(self, judge: Callable[[], Verdict]) -> Verdict:
        """The verdict, in error where something keeps the run from judging at all. Raises NotWritten."""
        try:
            return judge()
        except NotWritten:
            raise
        except tuple(_WHERE) as error:
            if isinstance(error, SynthesisError) and error.log:
                self.progress(f"what the app printed is in {error.log}")
            return could_not_judge(self.environment, _WHERE[type(error)], str(error))
        except Exception as error:
            log.exception("stackgate itself failed")
            return could_not_judge(self.environment, "stackgate", f"failed itself: {type(error).__name__}")


def load_rules(run: Run) -> Rulebook:
    """The rules of a run. Raises RuleError and SettingsError."""
    settings = run.effective_settings
    rulebook = load(settings.validators, settings.policies, with_policies=not run.only_validators)
    settings.check_rules(rulebook.names)
    if run.once:
        rulebook = rulebook.of_one_synthesis()
    return rulebook.with_all_policies() if run.all_policies else rulebook


def _never_asked(rulebook: Rulebook) -> str:
    never = rulebook.adopted.never
    return (
        f"not asked of Checkov: {len(never)} checks, which rules of ours judge or which are wrong: "
        f"policies/adopted.toml lists them, and `stackgate explain {next(iter(never))}` tells why of one"
    )
