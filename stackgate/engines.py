"""The engines that judge a document: each gives one answer for every pair of rule and resource that it is about."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
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


class Judged(NamedTuple):
    """A pair of rule and address: what was said, nothing where it passed, and the attributes that the rule read."""

    rule: Rule
    address: str
    said: list[Said]
    read: Collection[str] = ()


Answers = Iterator[Judged]


def hold_against_schema(judge: SchemaJudge, subject: Subject, notes: list[str]) -> Answers:
    """The answers of the provider's schema; what it could say nothing about is added to the notes."""
    for address, found in judge.answers():
        yield Judged(SCHEMA, address, [_said(problem) for problem in found])
    notes.extend(map(subject.shown, judge.notes))


def _said(problem: Problem) -> Said:
    if problem.undecided:
        return Said("unknown", problem.message, problem.attribute)
    if problem.doubt is None:
        return Said("fail", problem.message, problem.attribute)
    return Said("fail", f"{problem.message}; {problem.doubt}", problem.attribute, "warning")


def validate(
    validators: Mapping[str, Validator], subject: Subject, errors: list[JudgementError], *, tell_read: bool = False
) -> Answers:
    """The validators' answers; with `tell_read`, also what each reads of the resource that it judges.

    One that breaks is an error and its answer unknown; the traceback goes to the log.
    """
    for validator in validators.values():
        for resource in judged_resources(validator.rule, subject.graph):
            address = resource.address if resource else "*"
            try:
                with _reads(resource) if tell_read else nullcontext(()) as read:
                    found, undecidable = problems(validator.declaration, subject.graph, resource)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # SystemExit and its like must not end the run as if all were judged
                trace = subject.shown(traceback.format_exc())
                log.error("%s on %s:\n%s", validator.rule.path, subject.shown(address), trace)
                fault = str(error) if isinstance(error, NonsenseError) else f"raised {type(error).__name__}"
                errors.append(subject.error(validator.rule.name, f"{fault} while it judged {address}"))
                yield Judged(validator.rule, address, [Said("unknown", "the validator broke while it judged this")])
                continue
            answer = [Said("fail", message, attribute) for message, attribute in found]
            if undecidable:
                answer.append(Said("unknown", undecidable))
            yield Judged(validator.rule, address, answer, read)


@contextmanager
def _reads(resource: Resource | Change | None) -> Iterator[Collection[str]]:
    """The names of a resource's attributes that are read meanwhile, in order."""
    read: dict[str, None] = {}
    if not isinstance(resource, Resource):
        yield read
        return
    resource.reads = read
    try:
        yield read
    finally:
        resource.reads = None


def apply_policies(
    policies: Mapping[str, Rule],
    opinions: SecondOpinions,
    subject: Subject,
    errors: list[JudgementError],
    *,
    tell_read: bool = False,
) -> Answers:
    """The policies' answers; with `tell_read`, also the attributes that each is about.

    The second opinions are asked in the same go, before any other answer is entered.
    """
    result = scan(subject.graph, {**policies, **opinions.checks}, tell_read=tell_read)
    for error in result.errors:
        told = subject.error(error.where, error.message)
        (opinions.errors if error.where in opinions.optional else errors).append(told)
    opinions.hear(answer for answer in result.answers if answer.policy in opinions.seconds)
    own = (answer for answer in result.answers if answer.policy in policies)
    return (Judged(policies[answer.policy], answer.address, _of(answer), answer.read) for answer in own)


def _of(answer: Answer) -> list[Said]:
    return [] if answer.status == "pass" else [Said(answer.status, answer.message, answer.attribute)]


def judged_resources(rule: Rule, graph: Graph) -> Iterable[Resource | Change | None]:
    """What a rule is asked about: the resources of its types, a plan's changes, or None once for the whole document."""
    if rule.types == (DOCUMENT,):
        return [None]
    if rule.types == (CHANGE,):
        return graph.changes
    return graph if rule.types == (ANY,) else graph.of_type(*rule.types)
