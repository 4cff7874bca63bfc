"""One document under judgement: what a finding about it needs to know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from stackgate.document import Document, is_plan, read_document
from stackgate.finding import Finding, JudgementError, Level, Location, Source, Status
from stackgate.graph import Graph
from stackgate.places import Places
from stackgate.resolver import build_graph
from stackgate.rule import Rule
from stackgate.secrets import redact, secrets_in
from stackgate.seen_values import SeenValues

if TYPE_CHECKING:
    from stackgate.plan import Plan

_KEY = re.compile(r'\["(?:[^"\\]|\\.)*"\]')
"""A key of for_each in an address: the only part of one that can hold a secret."""


@dataclass(frozen=True, slots=True)
class Input:
    """A document to judge: where it lies, how to name it, and the source line of each of its constructs.

    What lies at `path` may be a plan too. `document` is the one that it was made from, where that is at hand.
    """

    path: Path
    shown: str
    sources: Mapping[str, Source] = field(default_factory=dict)
    document: Path | None = None


@dataclass(frozen=True)
class Subject:
    """A document that was read and resolved.

    With a plan, `document` is the one that tells where a resource stands, and the plan is what is judged.
    """

    given: Input
    document: Document
    graph: Graph
    plan: Plan | None = None

    @property
    def sha256(self) -> str:
        """The digest of what is judged, in hexadecimal."""
        return self.plan.document.sha256 if self.plan else self.document.sha256

    @cached_property
    def secrets(self) -> frozenset[str]:
        """The literal secrets in it, which no output may hold."""
        return secrets_in(self.graph)

    @cached_property
    def places(self) -> Places:
        """What rules are asked about in it."""
        return Places(self.graph)

    @cached_property
    def values(self) -> SeenValues:
        """What its resources hold, as text without secrets."""
        if self.plan is None:
            return SeenValues(self.graph, self.secrets, {})
        from stackgate.plan import marked_secret

        return SeenValues(self.graph, self.secrets, marked_secret(self.plan))

    def finding(
        self, rule: Rule, level: Level, status: Status, address: str, message: str, attribute: str | None
    ) -> Finding:
        """The finding of a rule about one of the document's resources."""
        resource = self.graph.get(address)
        construct = resource.construct if resource else None
        return Finding(
            rule=rule.name,
            engine=rule.engine,
            level=level,
            status=status,
            address=self.shown_address(address),
            message=self.shown(message),
            stack=self.graph.stack,
            attribute=attribute and self.shown(attribute),
            value=attribute and self.values.at(address, attribute),
            why=rule.why,
            fix=rule.fix,
            construct=construct,
            source=self.given.sources.get(construct) if construct else None,
            location=Location(self.given.shown, None if status == "pass" else self.document.line_of(address)),
            controls=rule.controls,
            guards=rule.guards,
        )

    def error(self, where: str, message: str) -> JudgementError:
        """Why something about the document could not be judged."""
        return JudgementError(where, self.shown(message))

    def shown(self, text: str) -> str:
        """A text about the document without the secrets in it."""
        return redact(text, self.secrets)

    def shown_address(self, address: str) -> str:
        """An address without the secrets in its keys: a name that equals one is a name, and waivers go by it."""
        return _KEY.sub(lambda key: self.shown(key[0]), address) if '["' in address else address


def read_subject(given: Input) -> Subject:
    """Read and resolve a document, or a plan. Raises DocumentError."""
    judged = read_document(given.path)
    document = read_document(given.document) if given.document else judged
    if given.document or is_plan(judged.content):
        from stackgate.plan import planned_graph, read_plan

        plan = read_plan(judged)
        graph = planned_graph(plan, document if given.document else None, document.stack)
        return Subject(given, document, graph, plan)
    graph = build_graph(document.content, document.stack, given.path.parent)
    return Subject(given, document, graph)
