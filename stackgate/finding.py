"""The plain data of a judgement: findings, the rules that judged, the verdict. Standard library only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from stackgate.evidence import Evidence, Outcome, PairKey
from stackgate.evidence import Source as Source

Level = Literal["error", "warning"]
Engine = Literal["synth", "schema", "validators", "policies"]
Status = Literal["fail", "unknown", "waived", "pass"]
Decision = Literal["allowed", "blocked", "error"]

OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "warning", "unknown", "waived")
EXIT_STATUS: dict[Decision, int] = {"allowed": 0, "blocked": 1, "error": 2}
WORST_FIRST: dict[Status, int] = {"fail": 0, "unknown": 1, "waived": 2, "pass": 3}


@dataclass(frozen=True, slots=True)
class Location:
    """Where a resource stands in the judged document; `line` is None where it was not looked up or not found."""

    path: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Corroboration:
    """What one of Checkov's own checks says of what a rule of ours judged: `fail` agrees with a finding."""

    check: str
    result: Status


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says about one resource of one document.

    `address` is Terraform's (`aws_x.y`, `data.aws_x.y`), or `*` for what concerns no single resource. `stack` names
    the document's stack, so that the same address in two stacks stays two findings. `value` is what the attribute
    holds, as text without secrets. `occurrence` numbers, from 0, the findings of a verdict that are alike otherwise.
    """

    rule: str
    engine: Engine
    level: Level
    status: Status
    address: str
    message: str
    stack: str = ""
    attribute: str | None = None
    value: str | None = None
    why: str = ""
    fix: str = ""
    construct: str | None = None
    source: Source | None = None
    location: Location | None = None
    controls: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    waiver: dict[str, str] | None = None
    corroboration: tuple[Corroboration, ...] = ()
    occurrence: int = 0

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes it this finding: rule, stack, address and attribute; the construct, where there is no address."""
        place = self.construct if self.address == "*" and self.construct else self.address
        return self.rule, self.stack, place, self.attribute or ""

    @property
    def fingerprint(self) -> str:
        """The identity and the occurrence as 32 hexadecimal digits.

        It survives shifted lines, a construct's move within the source, another value and another wording.
        """
        identity = "\0".join((*self.identity, str(self.occurrence)))
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def pair(self) -> PairKey:
        """The pair of rule and resource that it is about."""
        return self.rule, self.stack, self.address

    @property
    def outcome(self) -> Outcome:
        """How it counts: its status, but a fault at level warning is a warning."""
        return "warning" if self.status == "fail" and self.level == "warning" else self.status

    @property
    def blocks(self) -> bool:
        """Whether this finding alone forbids the deploy: a fault, or an undecided question, at level error."""
        return self.level == "error" and self.status in ("fail", "unknown")


def number_occurrences(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in their order, those of one identity numbered by their place in the source, then by their message:
    so that each has a fingerprint of its own, and the same one in the next run."""
    alike: dict[str, list[Finding]] = {}
    kept = list(findings)
    for finding in kept:
        alike.setdefault(finding.fingerprint, []).append(finding)
    numbers: dict[int, int] = {}
    for group in alike.values():
        ordered = sorted(group, key=_in_source) if len(group) > 1 else group
        numbers.update((id(finding), number) for number, finding in enumerate(ordered))
    return [replace(one, occurrence=numbers[id(one)]) if numbers[id(one)] else one for one in kept]


def _in_source(finding: Finding) -> tuple[str, int, str]:
    place = finding.source or Source("", 0)
    return place.file, place.line, finding.message


@dataclass(frozen=True, slots=True)
class JudgementError:
    """Why something could not be judged: `where` is a file, a rule or an engine."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """A document that was read: its path, the SHA-256 of its bytes, its stack's name and how many resources it has.

    `provider` is the generation of the AWS provider by whose schema it was judged, as in `aws 6`.
    """

    path: str
    sha256: str
    stack: str
    resources: int
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a question that was open in a document, once a plan was judged: `now` is the pair's status, or
    `gone` where the plan has no such resource."""

    rule: str
    address: str
    now: Status | Literal["gone"]


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """What a report says of a rule that judged."""

    name: str
    engine: Engine
    summary: str
    why: str
    fix: str
    controls: tuple[str, ...]
    guards: tuple[str, ...]
    level: Level = "error"


@dataclass(frozen=True, slots=True)
class Shard:
    """The part of a run's documents that one machine judged: part `number`, from 1, of `of`.

    `documents` are how many there are in all parts, `names` the SHA-256 of their names, so that parts of different
    lists are not taken for one.
    """

    number: int
    of: int
    documents: int
    names: str

    @property
    def numbers(self) -> range:
        """The numbers of its documents among all, from 0: each so-many-eth, for neighbours are alike in size."""
        return range(self.number - 1, self.documents, self.of)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one run: what was judged, by which engines, and what came out; of a shard, only on its documents.

    `judged_at` is the time in UTC, as in `2026-01-31T12:00:00Z`, `versions` those of Stackgate and what it rests on.
    """

    environment: str
    engines: tuple[Engine, ...]
    documents: tuple[JudgedDocument, ...]
    counts: dict[str, int]
    findings: tuple[Finding, ...]
    errors: tuple[JudgementError, ...] = ()
    rules: tuple[RuleSummary, ...] = ()
    notes: tuple[str, ...] = ()
    decided: tuple[Decided, ...] = ()
    judged_at: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    evidence: Evidence | None = None
    shard: Shard | None = None

    @property
    def decision(self) -> Decision:
        """`error` when anything could not be judged, else `blocked` when a finding blocks, else `allowed`."""
        if self.errors:
            return "error"
        return "blocked" if any(finding.blocks for finding in self.findings) else "allowed"

    @property
    def exit_status(self) -> int:
        """The status of the process that reached this verdict."""
        return EXIT_STATUS[self.decision]
