"""Documents in, verdict out: what came of the synthesis and of each document, joined."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

from stackgate.document_judge import DocumentJudge
from stackgate.evidence import Evidence
from stackgate.finding import Engine, Finding, JudgementError, Level, RuleSummary, Shard, Verdict
from stackgate.joining import join
from stackgate.judgement import DocumentJudgement, Terms
from stackgate.ledger import Ledger, counted, in_order
from stackgate.rule import CHANGE, Rule
from stackgate.rulebook import Rulebook
from stackgate.settings import Settings
from stackgate.stamp import judged_now, versions
from stackgate.subject import Input
from stackgate.synth_rules import DROPPED_KEYS, Fault
from stackgate.waivers import Waivers


@dataclass
class Gate:
    """One run: rules, settings and environment in; `judge` gives the verdict."""

    rulebook: Rulebook
    settings: Settings
    environment: str
    engines: tuple[Engine, ...] = ("schema", "validators", "policies")
    waivers: Waivers = field(default_factory=Waivers)
    keep_passes: bool = False
    keep_evidence: bool = False
    progress: Callable[[str], None] = lambda _: None

    def __post_init__(self) -> None:
        self.rulebook = self.rulebook.changed(self.settings.as_judged)
        self._documents = DocumentJudge(
            self.rulebook, self.engines, self._level, self.waivers, self.keep_passes, self.keep_evidence
        )

    def judge(self, inputs: Iterable[Input], faults: Collection[Fault] = (), observed: bool | None = True) -> Verdict:
        """The verdict on all documents together, and on what is wrong with their synthesis.

        `observed` tells whether somebody looked at what the app passes to its constructs: None where nobody can.
        What cannot be judged is one of the verdict's errors; nothing is raised.
        """
        judgements = [self.judge_synthesis(faults, observed)]
        inputs = list(inputs)
        for number, given in enumerate(inputs, start=1):
            place = f"{number} of {len(inputs)}: " if len(inputs) > 1 else ""
            self.progress(f"judging {place}{given.shown}")
            judgements.append(self.judge_document(given))
        return join(self.terms(), judgements, judged_now())

    def judge_document(self, given: Input, cores: int = 1) -> DocumentJudgement:
        """What came of one document; a large one is spread over so many processes. Nothing is raised."""
        return self._documents.judge(given, cores)

    def judge_synthesis(self, faults: Collection[Fault], observed: bool | None) -> DocumentJudgement:
        """What came of the synthesis, where this run has it to judge."""
        ledger = Ledger(self.keep_evidence)
        for rule in self.rulebook.synthesis.values() if "synth" in self.engines else ():
            seen = observed or rule.name != DROPPED_KEYS
            by_address: dict[str, list[Finding]] = {}
            for fault in faults:
                if fault.rule == rule.name:
                    by_address.setdefault(fault.address, []).append(_finding(rule, self._level(rule), fault))
            if not by_address and seen:
                by_address["*"] = []
            elif not by_address and observed is False:
                unseen = Fault(DROPPED_KEYS, "the app's interpreter ignores PYTHONPATH, so nobody saw its calls")
                by_address["*"] = [replace(_finding(rule, self._level(rule), unseen), status="unknown")]
            for address, findings in by_address.items():
                ledger.record(rule.name, "", address, [self.waivers.accept(finding) for finding in findings])
        return DocumentJudgement(
            "synth", "synthesis", None, ledger.outcomes, tuple(in_order(ledger.findings)), pairs=tuple(ledger.pairs)
        )

    def terms(
        self,
        errors: Iterable[JudgementError] = (),
        notes: Iterable[str] = (),
        evidence: Evidence | None = None,
        shard: Shard | None = None,
    ) -> Terms:
        """By what this run judges, with what else its verdict tells."""
        rules = [rule for rule in self.rulebook.rules.values() if rule.engine in self.engines]
        return Terms(
            environment=self.environment,
            engines=self.engines,
            rules=tuple(summarize(rule, self._level(rule)) for rule in rules),
            of_plans=frozenset(rule.name for rule in rules if rule.types == (CHANGE,)),
            waivers=self.waivers,
            versions=versions(self.engines),
            errors=tuple(errors),
            notes=tuple(notes),
            evidence=evidence or (Evidence() if self.keep_evidence else None),
            shard=shard,
        )

    def _level(self, rule: Rule) -> Level:
        return self.settings.level(rule, self.environment)


def _finding(rule: Rule, level: Level, fault: Fault) -> Finding:
    return Finding(
        rule=rule.name,
        engine="synth",
        level=level,
        status="fail",
        address=fault.address,
        message=fault.message,
        attribute=fault.attribute,
        why=rule.why,
        fix=rule.fix,
        construct=fault.construct,
        source=fault.source,
        controls=rule.controls,
        guards=rule.guards,
    )


def summarize(rule: Rule, level: Level) -> RuleSummary:
    """What a report needs to know of a rule."""
    return RuleSummary(rule.name, rule.engine, rule.summary, rule.why, rule.fix, rule.controls, rule.guards, level)


def could_not_judge(environment: str, where: str, message: str, engines: tuple[Engine, ...] = ()) -> Verdict:
    """The verdict of a run that broke off before there was a document to judge."""
    error = JudgementError(where, message)
    return Verdict(environment, engines, (), counted({}), (), (error,), judged_at=judged_now(), versions=versions(()))
