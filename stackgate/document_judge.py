"""Judges one document: asks the engines, enters each pair into the ledger, makes findings of what they said."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from stackgate.adopted import SecondOpinion
from stackgate.asking import Answers, Asking
from stackgate.document import DocumentError
from stackgate.engines import PASSED, Judged, Said
from stackgate.finding import Engine, Finding, JudgedDocument, JudgementError, Level
from stackgate.judgement import DocumentJudgement, Form
from stackgate.ledger import Ledger, in_order
from stackgate.places import Place
from stackgate.rule import Rule
from stackgate.rulebook import Rulebook
from stackgate.schema_rule import SCHEMA
from stackgate.second_opinion import SecondOpinions
from stackgate.seen import seen_resources, seen_values
from stackgate.subject import Input, Subject, read_subject
from stackgate.waivers import Waivers

log = logging.getLogger("stackgate")


@dataclass(frozen=True)
class DocumentJudge:
    """How documents are judged; `level` tells that of a rule in the run's environment."""

    rulebook: Rulebook
    engines: tuple[Engine, ...]
    level: Callable[[Rule], Level]
    waivers: Waivers
    keep_passes: bool = False
    keep_evidence: bool = False

    @cached_property
    def seconds(self) -> Mapping[str, SecondOpinion]:
        """The second opinions on the rules of this run, by check."""
        judging = {rule.name for rule in self.rulebook.rules.values() if rule.engine in self.engines}
        return {id_: one for id_, one in self.rulebook.adopted.seconds.items() if one.rule in judging}

    @cached_property
    def optional(self) -> Collection[str]:
        """The checks of Checkov's whose breaking is a note and no error: our own rules judge without them."""
        return self.seconds.keys() | self.rulebook.adopted.unnamed

    def judge(self, given: Input, cores: int = 1) -> DocumentJudgement:
        """What came of a document; one that is large is spread over so many processes. Nothing is raised."""
        try:
            return _Judging(self, read_subject(given)).judge(cores)
        except DocumentError as error:
            message = str(error)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # whatever it is, it must neither stop the others nor pass for a verdict
            log.exception("stackgate itself failed on %s", given.shown)
            message = f"was not judged: Stackgate itself failed: {type(error).__name__}"
        return DocumentJudgement(given.shown, errors=(JudgementError(given.shown, message),))


@dataclass
class _Judging:
    """A document while it is judged."""

    how: DocumentJudge
    subject: Subject
    ledger: Ledger = field(init=False)
    opinions: SecondOpinions = field(init=False)
    errors: list[JudgementError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_asked: list[JudgementError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.how.keep_evidence)
        self.opinions = SecondOpinions(self.how.seconds)

    def judge(self, cores: int) -> DocumentJudgement:
        subject, provider = self.subject, ""
        try:
            provider = self._judge(cores)
        except DocumentError as error:  # a block beside the resources has no shape that can be judged
            self.errors.append(subject.error(subject.given.shown, str(error)))
        form: Form = "document"
        if subject.plan:
            form = "plan of a document" if subject.given.document else "plan"
        return DocumentJudgement(
            subject.given.shown,
            form,
            JudgedDocument(subject.given.shown, subject.sha256, subject.graph.stack, len(subject.graph), provider),
            self.ledger.outcomes,
            tuple(in_order(self.ledger.findings)),
            tuple(self.errors),
            tuple(self.notes),
            self.opinions.contradicted(subject.shown_address),
            tuple(self.not_asked),
            tuple(seen_resources(subject)) if self.how.keep_evidence else (),
            tuple(self.ledger.pairs),
        )

    def _judge(self, cores: int) -> str:
        """Judge, and tell the generation of the provider by whose schema, where that is known."""
        subject, asks_policies = self.subject, "policies" in self.how.engines
        asking = Asking(
            subject,
            "schema" in self.how.engines and not subject.plan,
            tuple(self.how.rulebook.validators.values()) if "validators" in self.how.engines else (),
            {**self.how.rulebook.policies, **self.opinions.checks} if asks_policies else {},
            self.how.keep_evidence,
        )
        answers = asking.answers(cores)
        _ = subject.secrets  # a document of which nobody can tell them is not judged
        self._tell_of_policies(asking, answers)
        self._hear(answers)
        expected = list(self._pairs(asking))
        entered = sum([self._enter(rule, answers, where) for rule, where in expected])
        pairs = sum(len(where) for _, where in expected)
        if entered != pairs:
            message = f"{entered} of {pairs} pairs of rule and resource were judged"
            self.errors.append(subject.error(subject.given.shown, message))
        if subject.plan:
            self.notes.append(f"{subject.given.shown}: the provider's own schema judged it when the plan was made")
            from stackgate.plan import provider_of

            return provider_of(subject.plan)
        if asking.schema is None:
            return ""
        self.notes.extend(map(subject.shown, asking.schema.notes))
        return asking.schema.provider

    def _pairs(self, asking: Asking) -> Iterator[tuple[Rule, Mapping[str, Place]]]:
        """Each rule with the places that it has to be asked about, by name, in the order of a report."""
        if asking.schema:
            yield SCHEMA, {address: Place(address, address, None) for address in asking.schema.addresses}
        own = self.how.rulebook.policies if asking.policies else {}
        for rule in (*(validator.rule for validator in asking.validators), *own.values()):
            yield rule, self.subject.places.of(rule)

    def _tell_of_policies(self, asking: Asking, answers: Answers) -> None:
        """The policies that do not load, or broke."""
        if not asking.policies:
            return
        from stackgate.scan import errors_of

        broken = {
            name: [judged.broke for _, judged in self._in_order(rule, answers) if judged.broke]
            for name, rule in asking.policies.items()
        }
        for error in errors_of(asking.policies, answers.unloaded, broken):
            told = self.subject.error(error.where, error.message)
            (self.not_asked if error.where in self.how.optional else self.errors).append(told)

    def _hear(self, answers: Answers) -> None:
        """The second opinions, before any other answer is entered."""
        for check, rule in self.opinions.checks.items():
            for address, judged in self._in_order(rule, answers):
                self.opinions.hear(check, address, next((one.status for one in judged.said), "pass"))

    def _in_order(self, rule: Rule, answers: Answers) -> Iterator[tuple[str, Judged]]:
        """The answers of a rule in the order of its places, with their addresses."""
        for name, place in self.subject.places.of(rule).items():
            judged = answers.of(rule.name, name)
            if judged is not None:
                yield place.address, judged

    def _enter(self, rule: Rule, answers: Answers, where: Mapping[str, Place]) -> int:
        """Enter the pairs of a rule, and tell how many of them were judged."""
        judged, passed = answers.judged[rule.name], answers.passed[rule.name] & where.keys()
        if self.how.keep_passes or self.how.keep_evidence:
            judged, passed = {**dict.fromkeys(passed, PASSED), **judged}, set()
        silent = passed - judged.keys()
        told = [(place.address, judged[name]) for name, place in where.items() if name in judged]
        for address, answer in told:
            self._enter_one(rule, address, answer)
        self.opinions.passed(rule.name, (place.address for name, place in where.items() if name in silent))
        self.ledger.passes(len(silent))
        return len(told) + len(silent)

    def _enter_one(self, rule: Rule, address: str, answer: Judged) -> None:
        if answer.broke and rule.engine == "validators":
            self.errors.append(self.subject.error(rule.name, answer.broke))
        values = seen_values(self.subject, address, answer.read) if self.how.keep_evidence else {}
        findings = self._findings(rule, address, answer)
        self.ledger.record(rule.name, self.subject.graph.stack, self.subject.shown_address(address), findings, values)

    def _findings(self, rule: Rule, address: str, judged: Judged) -> list[Finding]:
        """What a rule said as findings, with the second opinions; none for a pass that nobody asks for."""
        opinions = self.opinions.on(rule.name, address)
        said = judged.said
        if not said:
            self.opinions.contradict(rule.name, address, opinions)
            if not self.how.keep_passes:
                return []
            said = [Said("pass", rule.summary)]
        level = self.how.level(rule)
        findings = [
            self.subject.finding(rule, one.level or level, one.status, address, one.message, one.attribute)
            for one in said
        ]
        return [replace(self.how.waivers.accept(finding), corroboration=opinions) for finding in findings]
