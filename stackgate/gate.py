"""Documents in, verdict out: read, resolve, hold against validators and policies, count, decide."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from stackgate.document import Document, DocumentError, read_document
from stackgate.finding import (
    WORST_FIRST,
    Engine,
    Finding,
    JudgedDocument,
    JudgementError,
    Ledger,
    Level,
    Location,
    RuleSummary,
    Source,
    Status,
    Verdict,
)
from stackgate.graph import Graph, Resource
from stackgate.resolver import build_graph
from stackgate.rule import ANY, DOCUMENT, Rule
from stackgate.rulebook import Rulebook, Validator
from stackgate.scan import scan
from stackgate.settings import Settings
from stackgate.synth_rules import Fault
from stackgate.validator import NonsenseError, problems
from stackgate.waivers import Waivers

log = logging.getLogger("stackgate")

Answers = Iterator[tuple[Rule, str, list[tuple[Status, str, str | None]]]]
"""For each pair of rule and address: what was found, empty where it passed."""


@dataclass(frozen=True, slots=True)
class Input:
    """A document to judge: where it lies, how to name it, and the source line of each of its constructs."""

    path: Path
    shown: str
    sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass
class Gate:
    """One run: rules, settings and environment in; `judge` gives the verdict."""

    rulebook: Rulebook
    settings: Settings
    environment: str
    engines: tuple[Engine, ...] = ("validators", "policies")
    waivers: Waivers = field(default_factory=Waivers)
    keep_passes: bool = False
    progress: Callable[[str], None] = lambda _: None

    def judge(self, inputs: Iterable[Input], faults: Collection[Fault] = ()) -> Verdict:
        """The verdict on all documents together, and on what is wrong with their synthesis.

        What cannot be judged is one of the verdict's errors; nothing is raised.
        """
        ledger = Ledger()
        if "synth" in self.engines:
            self._judge_synthesis(faults, ledger)
        documents: list[JudgedDocument] = []
        errors: list[JudgementError] = []
        for given in inputs:
            self.progress(f"judging {given.shown}")
            try:
                document = read_document(given.path)
                graph = build_graph(document.content, document.stack)
            except DocumentError as error:
                errors.append(JudgementError(given.shown, str(error)))
                continue
            documents.append(JudgedDocument(given.shown, document.sha256, graph.stack, len(graph)))
            errors.extend(
                JudgementError(given.shown, f"{name} is not expanded, so its resources cannot be judged")
                for name in graph.unexpanded
            )
            self._judge_document(given, document, graph, ledger, errors)
        if not any(document.resources for document in documents) and not errors and not faults:
            errors.append(JudgementError("documents", "no document of this run holds a resource"))
        rules = self._rules()
        if not errors:
            stacks = {document.stack for document in documents}
            errors.extend(self.waivers.stale({rule.name for rule in rules}, stacks))
        return Verdict(
            environment=self.environment,
            engines=self.engines,
            documents=tuple(documents),
            counts=ledger.counts,
            findings=tuple(sorted(ledger.findings, key=_worst_first)),
            errors=tuple(errors),
            rules=tuple(summarize(rule) for rule in rules),
            notes=self.waivers.notes(),
        )

    def _rules(self) -> list[Rule]:
        return [rule for rule in self.rulebook.rules.values() if rule.engine in self.engines]

    def _judge_synthesis(self, faults: Collection[Fault], ledger: Ledger) -> None:
        for rule in self.rulebook.synthesis.values():
            level = self.settings.level(rule, self.environment)
            by_address: dict[str, list[Finding]] = {}
            for fault in faults:
                if fault.rule == rule.name:
                    by_address.setdefault(fault.address, []).append(_synthesis_finding(rule, level, fault))
            for findings in by_address.values():
                ledger.record([self.waivers.accept(finding) for finding in findings])
            if not by_address:
                ledger.record_passes(1)

    def _judge_document(
        self, given: Input, document: Document, graph: Graph, ledger: Ledger, errors: list[JudgementError]
    ) -> None:
        answers: list[Answers] = []
        if "validators" in self.engines:
            answers.append(_validate(self.rulebook.validators, graph, errors))
        if "policies" in self.engines:
            answers.append(_scan(self.rulebook.policies, graph, errors))
        before = ledger.counts["judged"]
        for rule, address, found in chain.from_iterable(answers):
            if not found and not self.keep_passes:
                ledger.record_passes(1)
                continue
            level = self.settings.level(rule, self.environment)
            ledger.record(
                [
                    self.waivers.accept(
                        _finding(rule, level, status, message, attribute, address, graph, given, document)
                    )
                    for status, message, attribute in found or [("pass", rule.summary, None)]
                ]
            )
        rules = [rule for rule in self._rules() if rule.engine != "synth"]
        expected = sum(len(list(_judged_resources(rule, graph))) for rule in rules)
        judged = ledger.counts["judged"] - before
        if judged != expected:
            errors.append(JudgementError(given.shown, f"{judged} of {expected} pairs of rule and resource were judged"))


def _validate(validators: Mapping[str, Validator], graph: Graph, errors: list[JudgementError]) -> Answers:
    for validator in validators.values():
        for resource in _judged_resources(validator.rule, graph):
            address = resource.address if resource else "*"
            try:
                found, undecidable = problems(validator.declaration, graph, resource)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # SystemExit and its like must not end the run as if all were judged
                log.error("%s on %s:\n%s", validator.rule.path, address, traceback.format_exc())
                fault = str(error) if isinstance(error, NonsenseError) else f"raised {type(error).__name__}"
                errors.append(JudgementError(validator.rule.name, f"{fault} while it judged {address}"))
                yield validator.rule, address, [("unknown", "the validator broke while it judged this", None)]
                continue
            answer: list[tuple[Status, str, str | None]] = [("fail", message, name) for message, name in found]
            if undecidable:
                answer.append(("unknown", undecidable, None))
            yield validator.rule, address, answer


def _judged_resources(rule: Rule, graph: Graph) -> Iterable[Resource | None]:
    if rule.types == (DOCUMENT,):
        return [None]
    return graph if rule.types == (ANY,) else graph.of_type(*rule.types)


def _scan(policies: Mapping[str, Rule], graph: Graph, errors: list[JudgementError]) -> Answers:
    result = scan(graph, policies)
    errors.extend(result.errors)
    for answer in result.answers:
        found: list[tuple[Status, str, str | None]] = []
        if answer.status != "pass":
            found.append((answer.status, answer.message, answer.attribute))
        yield policies[answer.policy], answer.address, found


def _finding(
    rule: Rule,
    level: Level,
    status: Status,
    message: str,
    attribute: str | None,
    address: str,
    graph: Graph,
    given: Input,
    document: Document,
) -> Finding:
    resource = graph.get(address)
    construct = resource.construct if resource else None
    return Finding(
        rule=rule.name,
        engine=rule.engine,
        level=level,
        status=status,
        address=address,
        message=message,
        stack=graph.stack,
        attribute=attribute,
        why=rule.why,
        fix=rule.fix,
        construct=construct,
        source=given.sources.get(construct) if construct else None,
        location=Location(given.shown, None if status == "pass" else document.line_of(address)),
        controls=rule.controls,
        guards=rule.guards,
    )


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
    return (not finding.blocks, WORST_FIRST[finding.status], finding.stack, finding.address, finding.rule)


def summarize(rule: Rule) -> RuleSummary:
    """What a report needs to know of a rule."""
    return RuleSummary(rule.name, rule.engine, rule.summary, rule.why, rule.fix, rule.controls, rule.guards)


def could_not_judge(environment: str, where: str, message: str, engines: tuple[Engine, ...] = ()) -> Verdict:
    """The verdict of a run that broke off before there was a document to judge."""
    return Verdict(environment, engines, (), Ledger().counts, (), (JudgementError(where, message),))
