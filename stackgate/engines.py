"""The engines that judge a document: each gives one answer for every pair of rule and resource that it is about."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from stackgate.change import Change
from stackgate.finding import JudgementError, Level, Status
from stackgate.graph import Graph, Resource
from stackgate.provider_schema.judge import SchemaJudge
from stackgate.provider_schema.problem import Problem
from stackgate.rule import ANY, CHANGE, DOCUMENT, Rule
from stackgate.rulebook import Validator
from stackgate.scan import Answer, scan
from stackgate.schema_rule import SCHEMA
from stackgate.second_opinion import SecondOpinions
from stackgate.subject import Subject
from stackgate.validator import NonsenseError, problems

log = logging.getLogger("stackgate")


class Said(NamedTuple):
    """A status, a message, and the attribute that it is about; `level` where it is another than the rule's."""

    status: Status
    message: str
    attribute: str | None = None
    level: Level | None = None


Answers = Iterator[tuple[Rule, str, list[Said]]]
"""For each pair of rule and address what was said, empty where it passed."""


def hold_against_schema(judge: SchemaJudge, subject: Subject, notes: list[str]) -> Answers:
    """The answers of the provider's schema; what it could say nothing about is added to the notes."""
    for address, found in judge.answers():
        yield SCHEMA, address, [_said(problem) for problem in found]
    notes.extend(map(subject.shown, judge.notes))


def _said(problem: Problem) -> Said:
    if problem.undecided:
        return Said("unknown", problem.message, problem.attribute)
    if problem.doubt is None:
        return Said("fail", problem.message, problem.attribute)
    return Said("fail", f"{problem.message}; {problem.doubt}", problem.attribute, "warning")


def validate(validators: Mapping[str, Validator], subject: Subject, errors: list[JudgementError]) -> Answers:
    """The validators' answers. One that breaks is an error and its answer unknown; the traceback goes to the log."""
    for validator in validators.values():
        for resource in judged_resources(validator.rule, subject.graph):
            address = resource.address if resource else "*"
            try:
                found, undecidable = problems(validator.declaration, subject.graph, resource)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # SystemExit and its like must not end the run as if all were judged
                trace = subject.shown(traceback.format_exc())
                log.error("%s on %s:\n%s", validator.rule.path, subject.shown(address), trace)
                fault = str(error) if isinstance(error, NonsenseError) else f"raised {type(error).__name__}"
                errors.append(subject.error(validator.rule.name, f"{fault} while it judged {address}"))
                yield validator.rule, address, [Said("unknown", "the validator broke while it judged this")]
                continue
            answer = [Said("fail", message, attribute) for message, attribute in found]
            if undecidable:
                answer.append(Said("unknown", undecidable))
            yield validator.rule, address, answer


def apply_policies(
    policies: Mapping[str, Rule], opinions: SecondOpinions, subject: Subject, errors: list[JudgementError]
) -> Answers:
    """The policies' answers. The second opinions are asked in the same go, before any other answer is entered."""
    result = scan(subject.graph, {**policies, **opinions.checks})
    for error in result.errors:
        told = subject.error(error.where, error.message)
        (opinions.errors if error.where in opinions.optional else errors).append(told)
    opinions.hear(answer for answer in result.answers if answer.policy in opinions.seconds)
    own = (answer for answer in result.answers if answer.policy in policies)
    return ((policies[answer.policy], answer.address, _of(answer)) for answer in own)


def _of(answer: Answer) -> list[Said]:
    return [] if answer.status == "pass" else [Said(answer.status, answer.message, answer.attribute)]


def judged_resources(rule: Rule, graph: Graph) -> Iterable[Resource | Change | None]:
    """What a rule is asked about: the resources of its types, a plan's changes, or None once for the whole document."""
    if rule.types == (DOCUMENT,):
        return [None]
    if rule.types == (CHANGE,):
        return graph.changes
    return graph if rule.types == (ANY,) else graph.of_type(*rule.types)
