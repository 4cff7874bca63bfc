"""Documents in, verdict out: read, resolve, hold against validators and policies, count, decide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from itertools import chain

from stackgate.document import DocumentError
from stackgate.engines import Answers, Said, apply_policies, hold_against_schema, judged_resources, validate
from stackgate.evidence import Evidence
from stackgate.finding import (
    Engine,
    Finding,
    JudgedDocument,
    JudgementError,
    Level,
    RuleSummary,
    Verdict,
)
from stackgate.ledger import Ledger
from stackgate.plan import provider_of
from stackgate.provider_schema.judge import SchemaJudge
from stackgate.rule import CHANGE, Rule
from stackgate.rulebook import Rulebook
from stackgate.second_opinion import SecondOpinions
from stackgate.seen import seen_resources, seen_values
from stackgate.settings import Settings
from stackgate.stamp import judged_now, versions
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
    keep_evidence: bool = False
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
        ledger = Ledger(self.keep_evidence)
        if "synth" in self.engines:
            self._judge_synthesis(faults, observed, ledger)
        documents: list[JudgedDocument] = []
        errors: list[JudgementError] = []
        notes: list[str] = []
        inputs = list(inputs)
        for number, given in enumerate(inputs, start=1):
            place = f"{number} of {len(inputs)}: " if len(inputs) > 1 else ""
            self.progress(f"judging {place}{given.shown}")
            try:
                subject = read_subject(given)
            except DocumentError as error:
                errors.append(JudgementError(given.shown, str(error)))
                continue
            graph, provider = subject.graph, ""
            self._ran.update(rule.name for rule in self._rules() if _runs_on(rule, subject))
            try:
                provider = self._judge_document(subject, ledger, errors, notes)
            except DocumentError as error:  # a block beside the resources has no shape that can be judged
                errors.append(subject.error(given.shown, str(error)))
            documents.append(JudgedDocument(given.shown, subject.sha256, graph.stack, len(graph), provider))
        if not any(document.resources for document in documents) and not errors and not ledger.blocks:
            errors.append(JudgementError("documents", "no document of this run holds a resource"))
        if not errors:
            stacks = {document.stack for document in documents}
            errors.extend(self.waivers.stale(self._ran, stacks))
        return Verdict(
            environment=self.environment,
            engines=self.engines,
            documents=tuple(documents),
            counts=ledger.counts,
            findings=ledger.findings,
            errors=tuple(errors),
            rules=tuple(summarize(rule, self.settings.level(rule, self.environment)) for rule in self._judging()),
            notes=(*notes, *self.waivers.notes(), *self._opinions.notes()),
            judged_at=judged_now(),
            versions=versions(self.engines),
            evidence=Evidence(tuple(ledger.resources), tuple(ledger.pairs)) if self.keep_evidence else None,
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
            if not by_address and seen:
                by_address["*"] = []
            elif not by_address and observed is False:
                unseen = Fault(DROPPED_KEYS, "the app's interpreter ignores PYTHONPATH, so nobody saw its calls")
                by_address["*"] = [replace(_synthesis_finding(rule, level, unseen), status="unknown")]
            for address, findings in by_address.items():
                ledger.record(rule.name, "", address, [self.waivers.accept(finding) for finding in findings])

    def _judge_document(self, subject: Subject, ledger: Ledger, errors: list[JudgementError], notes: list[str]) -> str:
        """Judge one document, and tell the generation of the provider by whose schema, where that is known."""
        keep, graph = self.keep_evidence, subject.graph
        answers: list[Answers] = []
        expected, provider = 0, ""
        if subject.plan:
            notes.append(f"{subject.given.shown}: the provider's own schema judged it when the plan was made")
            provider = provider_of(subject.plan)
        elif "schema" in self.engines:
            judge = SchemaJudge(subject.document.content, graph)
            answers.append(hold_against_schema(judge, subject, notes))
            expected, provider = len(judge.addresses), judge.provider
        if "validators" in self.engines:
            answers.append(validate(self.rulebook.validators, subject, errors, tell_read=keep))
        if "policies" in self.engines:
            policies = self.rulebook.policies
            answers.append(apply_policies(policies, self._opinions, subject, errors, tell_read=keep))
        if keep:
            ledger.resources.extend(seen_resources(subject))
        before = ledger.counts["judged"]
        for rule, address, said, read in chain.from_iterable(answers):
            findings = self._findings(subject, rule, address, said)
            values = seen_values(subject, address, read) if keep else {}
            ledger.record(rule.name, graph.stack, subject.shown_address(address), findings, values)
        self._opinions.end_document(subject.shown_address)
        rules = [rule for rule in self._rules() if rule.engine in ("validators", "policies")]
        expected += sum(len(list(judged_resources(rule, graph))) for rule in rules)
        judged = ledger.counts["judged"] - before
        if judged != expected:
            errors.append(
                subject.error(subject.given.shown, f"{judged} of {expected} pairs of rule and resource were judged")
            )
        return provider

    def _findings(self, subject: Subject, rule: Rule, address: str, said: list[Said]) -> list[Finding]:
        """What a rule said as findings, with the second opinions; none for a pass that nobody asks for."""
        opinions = self._opinions.on(rule.name, address)
        if not said:
            self._opinions.contradict(rule.name, address, opinions)
            if not self.keep_passes:
                return []
            said = [Said("pass", rule.summary)]
        level = self.settings.level(rule, self.environment)
        findings = [
            subject.finding(rule, one.level or level, one.status, address, one.message, one.attribute) for one in said
        ]
        return [replace(self.waivers.accept(finding), corroboration=opinions) for finding in findings]


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


def summarize(rule: Rule, level: Level) -> RuleSummary:
    """What a report needs to know of a rule."""
    return RuleSummary(rule.name, rule.engine, rule.summary, rule.why, rule.fix, rule.controls, rule.guards, level)


def could_not_judge(environment: str, where: str, message: str, engines: tuple[Engine, ...] = ()) -> Verdict:
    """The verdict of a run that broke off before there was a document to judge."""
    error = JudgementError(where, message)
    return Verdict(
        environment, engines, (), Ledger().counts, (), (error,), judged_at=judged_now(), versions=versions(())
    )
