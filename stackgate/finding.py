"""The plain data of a judgement: findings, the ledger that counts them, the verdict. Standard library only."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning"]
Engine = Literal["synth", "schema", "validators", "policies"]
Status = Literal["fail", "unknown", "waived", "pass"]
Decision = Literal["allowed", "blocked", "error"]

OUTCOMES = ("pass", "fail", "warning", "unknown", "waived")
EXIT_STATUS: dict[Decision, int] = {"allowed": 0, "blocked": 1, "error": 2}
WORST_FIRST: dict[Status, int] = {"fail": 0, "unknown": 1, "waived": 2, "pass": 3}


@dataclass(frozen=True, slots=True)
class Source:
    """The call in the app's own source that made a construct; `file` is relative to the app's folder."""

    file: str
    line: int


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
    the document's stack, so that the same address in two stacks stays two findings.
    """

    rule: str
    engine: Engine
    level: Level
    status: Status
    address: str
    message: str
    stack: str = ""
    attribute: str | None = None
    why: str = ""
    fix: str = ""
    construct: str | None = None
    source: Source | None = None
    location: Location | None = None
    controls: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    waiver: dict[str, str] | None = None
    corroboration: tuple[Corroboration, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The finding's identity, 32 hexadecimal digits: it survives shifted lines and other wording elsewhere."""
        identity = "\0".join((self.rule, self.stack, self.address, self.attribute or "", self.message))
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def blocks(self) -> bool:
        """Whether this finding alone forbids the deploy: a fault, or an undecided question, at level error."""
        return self.level == "error" and self.status in ("fail", "unknown")


@dataclass(frozen=True, slots=True)
class JudgementError:
    """Why something could not be judged: `where` is a file, a rule or an engine."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """A document that was read: its path, the SHA-256 of its bytes, its stack's name and how many resources it has."""

    path: str
    sha256: str
    stack: str
    resources: int


@dataclass
class Ledger:
    """Every pair of rule and resource that was looked at, each with one outcome."""

    findings: list[Finding] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    def record(self, findings: list[Finding]) -> None:
        """Enter one pair with what its rule said; the pair's outcome is the worst of it. Raises ValueError if empty."""
        if not findings:
            raise ValueError("a pair needs at least one finding; one that passed has status 'pass'")
        self.findings.extend(findings)
        worst = min(findings, key=lambda finding: (WORST_FIRST[finding.status], finding.level == "warning"))
        warned = worst.status == "fail" and worst.level == "warning"
        self.outcomes["warning" if warned else worst.status] += 1

    def record_passes(self, number: int) -> None:
        """Enter `number` pairs that passed, without keeping a record of each."""
        self.outcomes["pass"] += number

    @property
    def counts(self) -> dict[str, int]:
        """The number of pairs by outcome, and in all under `judged`."""
        counts = {outcome: self.outcomes[outcome] for outcome in OUTCOMES}
        return {"judged": sum(counts.values()), **counts}


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one run: what was judged, by which engines, and what came out."""

    environment: str
    engines: tuple[Engine, ...]
    documents: tuple[JudgedDocument, ...]
    counts: dict[str, int]
    findings: tuple[Finding, ...]
    errors: tuple[JudgementError, ...] = ()
    rules: tuple[RuleSummary, ...] = ()
    notes: tuple[str, ...] = ()
    decided: tuple[Decided, ...] = ()

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
