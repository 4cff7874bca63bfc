"""One run, from settings to verdict: what the command line calls."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from stackgate.finding import Engine, JudgementError, Verdict
from stackgate.fleet.spreading import Spreading
from stackgate.gate import Gate, could_not_judge
from stackgate.inputs import find_named, sources_of
from stackgate.joining import join
from stackgate.out_folder import NotWritten
from stackgate.rulebook import Rulebook, load
from stackgate.settings import Settings
from stackgate.stamp import judged_now
from stackgate.subject import Input
from stackgate.synth_rules import REPRODUCIBLE, SYNTH_RULES, Fault
from stackgate.unjudged import UnjudgedError
from stackgate.waivers import Waivers, load_waivers

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

    from stackgate.evidence import Evidence

Progress = Callable[[str], None]

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
        return self.guarded(lambda: self.judge(load_rules(self), *find_named(named)))

    def plan(self, plan: Path, document: Path, shown: str, asked: Iterable[tuple[str, str]] = ()) -> Verdict:
        """Judge the JSON of a plan that was made from a document, a cdk.tf.json; `shown` names it in the verdict.

        `asked` are pairs of rule and address that were open questions when the document was judged: the verdict's
        `decided` tells what became of each. What was open about the synthesis no plan can tell: it stays open.
        """
        from stackgate.plan.decided import decided

        asked = tuple(asked)
        unseen = any(rule in SYNTH_RULES for rule, _ in asked)
        given = Input(plan, shown, sources_of(document), document)
        every = replace(self, keep_passes=True)
        verdict = self.guarded(
            lambda: every.judge(
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

    def judge(
        self,
        rulebook: Rulebook,
        inputs: Iterable[Input],
        errors: Iterable[JudgementError],
        before: tuple[Engine, ...] = (),
        faults: tuple[Fault, ...] = (),
        observed: bool | None = True,
        on_documents: tuple[Engine, ...] = ("schema",),
    ) -> Verdict:
        """Judge inputs by these rules, and what came of their synthesis, where `before` has it judged.

        `errors` tell what was named and is no input, `faults` and `observed` are as in a Synthesis. Raises what
        `guarded` makes a verdict of.
        """
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
        from stackgate.evidence import Evidence
        from stackgate.seal.provenance import completed  # 20 ms that a run without evidence need not spend

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
        except UnjudgedError as error:
            if error.log:
                self.progress(f"what the app printed is in {error.log}")
            return could_not_judge(self.environment, error.where, str(error))
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
