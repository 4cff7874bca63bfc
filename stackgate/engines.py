"""The engines that judge a document: each gives one answer for every pair of rule and resource that it is about."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping

from stackgate.finding import JudgementError, Status
from stackgate.graph import Graph, Resource
from stackgate.rule import ANY, DOCUMENT, Rule
from stackgate.rulebook import Validator
from stackgate.scan import scan
from stackgate.secrets import redact
from stackgate.subject import Subject
from stackgate.validator import NonsenseError, problems

log = logging.getLogger("stackgate")

Said = tuple[Status, str, str | None]
"""A status, a message, and the attribute that it is about."""
Answers = Iterator[tuple[Rule, str, list[Said]]]
"""For each pair of rule and address what was said, empty where it passed."""


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
                trace = redact(traceback.format_exc(), subject.secrets)
                log.error("%s on %s:\n%s", validator.rule.path, address, trace)
                fault = str(error) if isinstance(error, NonsenseError) else f"raised {type(error).__name__}"
                errors.append(subject.error(validator.rule.name, f"{fault} while it judged {address}"))
                yield validator.rule, address, [("unknown", "the validator broke while it judged this", None)]
                continue
            answer: list[Said] = [("fail", message, attribute) for message, attribute in found]
            if undecidable:
                answer.append(("unknown", undecidable, None))
            yield validator.rule, address, answer


def apply_policies(policies: Mapping[str, Rule], subject: Subject, errors: list[JudgementError]) -> Answers:
    """The policies' answers."""
    result = scan(subject.graph, policies)
    errors.extend(subject.error(error.where, error.message) for error in result.errors)
    for answer in result.answers:
        said: list[Said] = []
        if answer.status != "pass":
            said.append((answer.status, answer.message, answer.attribute))
        yield policies[answer.policy], answer.address, said


def judged_resources(rule: Rule, graph: Graph) -> Iterable[Resource | None]:
    """What a rule is asked about: the resources of its types, or None once for the whole document."""
    if rule.types == (DOCUMENT,):
        return [None]
    return graph if rule.types == (ANY,) else graph.of_type(*rule.types)
