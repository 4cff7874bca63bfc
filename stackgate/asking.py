"""Asks the engines about a document: all of it at once, or, where it is large, in shares that processes judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property

from stackgate.document import DocumentError
from stackgate.engines import PASSED, Answer, Judged, answers_of, hold_against_schema, validate
from stackgate.processes import Died, can_spread, spread
from stackgate.provider_schema.judge import SchemaJudge
from stackgate.rule import Rule
from stackgate.rulebook import Validator
from stackgate.secrets import Secret, remember, secrets_of
from stackgate.share import IN_ONE_GO, WHOLE, Share
from stackgate.subject import Subject

LARGE = 2_000
"""From so many resources on, judging in shares costs less than it saves."""
_SHARES_A_CORE = 3
"""So that a core whose shares are light can take another."""


@dataclass
class Answers:
    """What the engines said, by rule: the places that passed without a word, and what was judged of each other one.
    `unloaded` tells of a policy why it does not load, `others` are the types of which there is no schema. `secrets` are
    those that a share found, by the address of each of its resources."""

    passed: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    judged: defaultdict[str, dict[str, Judged]] = field(default_factory=lambda: defaultdict(dict))
    unloaded: dict[str, str] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    secrets: dict[str, list[Secret]] = field(default_factory=dict)

    def take(self, answers: Iterable[Answer]) -> None:
        """Add answers, of which each is about a pair of its own."""
        for rule, place, judged in answers:
            if judged is PASSED:
                self.passed[rule].add(place)
            else:
                self.judged[rule][place] = judged

    def add(self, share: Answers) -> None:
        """Add those of a share."""
        for rule, passed in share.passed.items():
            self.passed[rule] |= passed
        for rule, judged in share.judged.items():
            self.judged[rule] |= judged
        self.unloaded |= share.unloaded
        self.others |= share.others
        self.secrets |= share.secrets

    def of(self, rule: str, place: str) -> Judged | None:
        """What was judged of a pair, or None where nothing was."""
        return self.judged[rule].get(place) or (PASSED if place in self.passed[rule] else None)


@dataclass(frozen=True)
class Asking:
    """The engines and what they are to be asked about: the schema where `judges_schema`, validators, policies."""

    subject: Subject
    judges_schema: bool
    validators: tuple[Validator, ...]
    policies: Mapping[str, Rule]
    tell_read: bool = False

    @cached_property
    def schema(self) -> SchemaJudge | None:
        """The schema's judge, unless it is a plan that is judged. Raises DocumentError."""
        if not self.judges_schema:
            return None
        return SchemaJudge(self.subject.document.content, self.subject.graph)

    def answers(self, cores: int = 1) -> Answers:
        """All answers. Raises DocumentError for a document of which a part has no shape that can be judged."""
        is_large = len(self.subject.graph) >= LARGE and not self.subject.plan
        answers = self._spread(cores) if cores > 1 and is_large and can_spread() else self._ask(WHOLE)
        if self.schema:
            self.schema.others |= answers.others
        return answers

    def _spread(self, cores: int) -> Answers:
        shares = cores * _SHARES_A_CORE
        tasks = range(IN_ONE_GO if self.policies or self.tell_read else 0, shares)  # that first: it may take longest
        if self.policies:
            from stackgate.scan import warm_up

            warm_up()
        if self.schema:
            self.schema.get_ready()
        self.subject.graph.get_ready()

        def work(number: int) -> Answers | str:
            return self._told(Share(number, shares))

        answers = Answers()
        with closing(spread(work, tasks, cores)) as done:
            for _, share in done:
                if isinstance(share, Died):
                    raise DocumentError(f"was not judged: the process that judged a share of it ended: {share.how}")
                if isinstance(share, str):
                    raise DocumentError(share)
                answers.add(share)
        for resource in self.subject.graph:
            if resource.address in answers.secrets:
                remember(resource, answers.secrets[resource.address])
        return answers

    def _told(self, share: Share) -> Answers | str:
        try:
            answers = self._ask(share)
        except DocumentError as error:
            return str(error)
        mine = self.subject.places.within(share).resources
        answers.secrets = {resource.address: secrets_of(resource) for resource in mine}
        return answers

    def _ask(self, share: Share) -> Answers:
        answers = Answers()
        if self.schema:
            answers.take(hold_against_schema(self.schema, share))
            answers.others = self.schema.others
        if not self.tell_read:
            answers.take(validate(self.validators, self.subject, share))
        elif share.has_the_indivisible:  # what one reads depends on what was read before, and kept
            answers.take(validate(self.validators, self.subject, tell_read=True))
        if self.policies:
            from stackgate.scan import scan  # 5 ms that a run of validators need not spend

            scanned = scan(self.subject.graph, self.policies, tell_read=self.tell_read, share=share)
            answers.unloaded = dict(scanned.unloaded)
            answers.take(answers_of(scanned))
        return answers
