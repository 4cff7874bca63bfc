"""The engines that judge a document: each gives one answer for every pair of rule and resource that it is about."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from stackgate.finding import Level, Status
from stackgate.graph import Resource
from stackgate.places import Place
from stackgate.provider_schema.judge import SchemaJudge
from stackgate.provider_schema.problem import Problem
from stackgate.rulebook import Validator
from stackgate.schema_rule import SCHEMA
from stackgate.share import WHOLE, Share
from stackgate.subject import Subject
from stackgate.validator import NonsenseError, problems

if TYPE_CHECKING:
    from stackgate.scan import Scan

log = logging.getLogger("stackgate")


class Said(NamedTuple):
    """A status, a message, and the attribute that it is about; `level` where it is another than the rule's."""

    status: Status
    message: str
    attribute: str | None = None
    level: Level | None = None


class Judged(NamedTuple):
    """What a rule said of one place, nothing where it passed, the attributes that it read, and how it broke, if so."""

    said: Collection[Said] = ()
    read: Collection[str] = ()
    broke: str = ""


Answer = tuple[str, str, Judged]
"""The name of a rule, that of a place, and what was judged."""
PASSED = Judged()


def hold_against_schema(judge: SchemaJudge, share: Share = WHOLE) -> Iterator[Answer]:
    """The answers of the provider's schema."""
    for address, found in judge.answers(share):
        yield SCHEMA.name, address, Judged([_said(problem) for problem in found]) if found else PASSED


def _said(problem: Problem) -> Said:
    if problem.undecided:
        return Said("unknown", problem.message, problem.attribute)
    if problem.doubt is None:
        return Said("fail", problem.message, problem.attribute)
    return Said("fail", f"{problem.message}; {problem.doubt}", problem.attribute, "warning")


def validate(
    validators: Iterable[Validator], subject: Subject, share: Share = WHOLE, *, tell_read: bool = False
) -> Iterator[Answer]:
    """The validators' answers; with `tell_read`, also what each reads of the resource that it judges.

    The answer of one that breaks is unknown; the traceback goes to the log.
    """
    places = subject.places.within(share)
    for validator in validators:
        for place in places.of(validator.rule).values():
            yield validator.rule.name, place.name, _validate(validator, place, subject, tell_read)


def _validate(validator: Validator, place: Place, subject: Subject, tell_read: bool) -> Judged:
    resource, read = place.resource, dict[str, None]()
    noting = resource if tell_read and isinstance(resource, Resource) else None
    try:
        if noting is not None:
            noting.reads = read
        found, undecidable = problems(validator.declaration, subject.graph, resource)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit and its like must not end the run as if all were judged
        trace = subject.shown(traceback.format_exc())
        log.error("%s on %s:\n%s", validator.rule.path, subject.shown(place.address), trace)
        fault = str(error) if isinstance(error, NonsenseError) else f"raised {type(error).__name__}"
        said = [Said("unknown", "the validator broke while it judged this")]
        return Judged(said, (), f"{fault} while it judged {place.address}")
    finally:
        if noting is not None:
            noting.reads = None
    if not (found or undecidable or read):
        return PASSED
    answer = [Said("fail", message, attribute) for message, attribute in found]
    if undecidable:
        answer.append(Said("unknown", undecidable))
    return Judged(answer, read)


def answers_of(scan: Scan) -> Iterator[Answer]:
    """The policies' answers."""
    for answer in scan.answers:
        said = [] if answer.status == "pass" else [Said(answer.status, answer.message, answer.attribute)]
        judged = Judged(said, answer.read, answer.broke) if said or answer.read else PASSED
        yield answer.policy, answer.address, judged
