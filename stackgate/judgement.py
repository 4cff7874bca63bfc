"""What is known of a run: by what it judges, and what came of each document. A verdict is made of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from stackgate.evidence import Evidence, Outcome, Pair, SeenResource
from stackgate.finding import Engine, Finding, JudgedDocument, JudgementError, RuleSummary, Shard
from stackgate.waivers import Waivers

Form = Literal["document", "plan", "plan of a document", "synthesis"]


@dataclass(frozen=True, slots=True)
class DocumentJudgement:
    """What came of one document, or of the synthesis.

    `path` names it, `form` tells what it was. `document` is None where it could not be read. The findings have the
    worst first. `contradicted` are checks of Checkov's own with the rule that passes what they fail, and the address;
    `not_asked` those that broke. `resources` and `pairs` are kept for evidence only.
    """

    path: str
    form: Form | None = None
    document: JudgedDocument | None = None
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    errors: tuple[JudgementError, ...] = ()
    notes: tuple[str, ...] = ()
    contradicted: tuple[tuple[str, str, str], ...] = ()
    not_asked: tuple[JudgementError, ...] = ()
    resources: tuple[SeenResource, ...] = ()
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a run judges, and what its verdict tells beside what came of the documents.

    `of_plans` are the names of the rules that only a plan is asked about, `errors` tell what was named and led to no
    document, `evidence` is what the run keeps beside the documents', or None where it keeps none.
    """

    environment: str
    engines: tuple[Engine, ...]
    rules: tuple[RuleSummary, ...]
    of_plans: frozenset[str]
    waivers: Waivers
    versions: Mapping[str, str]
    errors: tuple[JudgementError, ...] = ()
    notes: tuple[str, ...] = ()
    evidence: Evidence | None = None
    shard: Shard | None = None
