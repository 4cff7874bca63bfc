"""Documents in, verdict out: read, resolve, hold against validators and policies, count, decide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from itertools import chain

from stackgate.document import DocumentError
from stackgate.engines import Answers, Said, apply_policies, hold_against_schema, judged_resources, validate
from stackgate.finding import (
    WORST_FIRST,
    Engine,
    Finding,
    JudgedDocument,
    JudgementError,
    Ledger,
    Level,
    RuleSummary,
    Verdict,
    number_occurrences,
)
from stackgate.provider_schema.judge import SchemaJudge
from stackgate.rule import CHANGE, Rule
from stackgate.rulebook import Rulebook
from stackgate.second_opinion import SecondOpinions
from stackgate.settings import Settings
from stackgate.subject import Input, Subject, read_subject
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
    progress: Callable[[str], None] = lambda _: None

    def __post_init__(self) -> None:
        adopted = self.rulebook.adopted
        judging = {rule.name for rule in self._rules()}
        seconds = {check: second for check, second in adopted.seconds.items() if second.rule in judging}
        self._opinions = SecondOpinions(seconds, seconds.keys() | adopted.unnamed)
        self._ran = {rule.name for rule in self._rules() if rule.engine == "synth"}

    def judge(self, inputs: Iterable[Input], faults: Collection[Fault] = (), observed: bool | None = True) -> Verdict:
        """The verdict on all documents together, and on what is wrong with their synthesis.

        `observed` tells whether somebody looked at what the app passes to its constructs: None where nobody can.
        What cannot be judged is one of the verdict's errors; nothing is raised.
        """
        ledger = Ledger()
        if "synth" in self.engines:
            self._judge_synthesis(faults, observed, ledger)
        documents: list[JudgedDocument] = []
        errors: list[JudgementError] = []
        notes: list[str] = []
        for given in inputs:
            self.progress(f"judging {given.shown}")
            try:
                subject = read_subject(given)
            except DocumentError as error:
                errors.append(JudgementError(given.shown, str(error)))
                continue
            graph = subject.graph
            documents.append(JudgedDocument(given.shown, subject.sha256, graph.stack, len(graph)))
            self._ran.update(rule.name for rule in self._rules() if _runs_on(rule, subject))
            try:
                self._judge_document(subject, ledger, errors, notes)
            except DocumentError as error:  # a block beside the resources has no shape that can be judged
                errors.append(subject.error(given.shown, str(error)))
        blocked = any(finding.blocks for finding in ledger.findings)
        if not any(document.resources for document in documents) and not errors and not blocked:
            errors.append(JudgementError("documents", "no document of this run holds a resource"))
        if not errors:
            stacks = {document.stack for document in documents}
            errors.extend(self.waivers.stale(self._ran, stacks))
        return Verdict(
            environment=self.environment,
            engines=self.engines,
            documents=tuple(documents),
            counts=ledger.counts,
            findings=tuple(number_occurrences(sorted(ledger.findings, key=_worst_first))),
            errors=tuple(errors),
            rules=tuple(summarize(rule, self.settings.level(rule, self.environment)) for rule in self._judging()),
            notes=(*notes, *self.waivers.notes(), *self._opinions.notes()),
        )

    def _rules(self) -> list[Rule]:
        return [rule for rule in self.rulebook.rules.values() if rule.engine in self.engines]

    def _judging(self) -> list[Rule]:
        """The rules of this run; those of plans only where there was one."""
        return [rule for rule in self._rules() if rule.types != (CHANGE,) or rule.name in self._ran]

    def _judge_synthesis(self, faults: Collection[Fault], observed: bool | None, ledger: Ledger) -> None:
        for rule in self.rulebook.synthesis.values():
            seen = observed or rule.name != DROPPED_KEYS
            level = self.settings.level(rule, self.environment)
            by_address: dict[str, list[Finding]] = {}
            for fault in faults:
                if fault.rule == rule.name:
                    by_address.setdefault(fault.address, []).append(_synthesis_finding(rule, level, fault))
            for findings in by_address.values():
                ledger.record([self.waivers.accept(finding) for finding in findings])
            if not by_address and seen:
                ledger.record_passes(1)
            elif not by_address and observed is False:
                unseen = Fault(DROPPED_KEYS, "the app's interpreter ignores PYTHONPATH, so nobody saw its calls")
                finding = replace(_synthesis_finding(rule, level, unseen), status="unknown")
                ledger.record([self.waivers.accept(finding)])

    def _judge_document(self, subject: Subject, ledger: Ledger, errors: list[JudgementError], notes: list[str]) -> None:
        answers: list[Answers] = []
        expected = 0
        if subject.plan:
            notes.append(f"{subject.given.shown}: the provider's own schema judged it when the plan was made")
        elif "schema" in self.engines:
            judge = SchemaJudge(subject.document.content, subject.graph)
            answers.append(hold_against_schema(judge, subject, notes))
            expected = len(judge.addresses)
        if "validators" in self.engines:
            answers.append(validate(self.rulebook.validators, subject, errors))
        if "policies" in self.engines:
            answers.append(apply_policies(self.rulebook.policies, self._opinions, subject, errors))
        before = ledger.counts["judged"]
        for rule, address, said in chain.from_iterable(answers):
            opinions = self._opinions.on(rule.name, address)
            if not said:
                self._opinions.contradict(rule.name, address, opinions)
            if not said and not self.keep_passes:
                ledger.record_passes(1)
                continue
            level = self.settings.level(rule, self.environment)
            findings = [
                subject.finding(rule, one.level or level, one.status, address, one.message, one.attribute)
                for one in said or [Said("pass", rule.summary)]
            ]
            ledger.record([replace(self.waivers.accept(finding), corroboration=opinions) for finding in findings])
        self._opinions.end_document(subject.shown_address)
        rules = [rule for rule in self._rules() if rule.engine in ("validators", "policies")]
        expected += sum(len(list(judged_resources(rule, subject.graph))) for rule in rules)
        judged = ledger.counts["judged"] - before
        if judged != expected:
            errors.append(
                subject.error(subject.given.shown, f"{judged} of {expected} pairs of rule and resource were judged")
            )


def _runs_on(rule: Rule, subject: Subject) -> bool:
    """Whether a rule judges a document or plan, so that a waiver which it does not need is stale.

    Of a plan whose document is at hand, the rules of documents are asked again: there each waiver was needed or not.
    """
    if rule.types == (CHANGE,):
        return subject.plan is not None
    return rule.engine != "synth" and (subject.plan is None or (not subject.given.document and rule.engine != "schema"))


def _synthesis_finding(rule: Rule, level: Level, fault: Fault) -> Finding:
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


def _worst_first(finding: Finding) -> tuple[object, ...]:
    place = (finding.source.file, finding.source.line) if finding.source else ("", 0)
    worst = (not finding.blocks, WORST_FIRST[finding.status])
    return (*worst, finding.stack, finding.address, place, finding.rule)


def summarize(rule: Rule, level: Level) -> RuleSummary:
    """What a report needs to know of a rule."""
    return RuleSummary(rule.name, rule.engine, rule.summary, rule.why, rule.fix, rule.controls, rule.guards, level)


def could_not_judge(environment: str, where: str, message: str, engines: tuple[Engine, ...] = ()) -> Verdict:
    """The verdict of a run that broke off before there was a document to judge."""
    return Verdict(environment, engines, (), Ledger().counts, (), (JudgementError(where, message),))
