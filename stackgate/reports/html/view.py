"""All that the page's templates show, in the order in which they show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from stackgate.finding import OUTCOMES, Finding, Verdict
from stackgate.reports.audit import Audit, JudgedRun
from stackgate.reports.comparison import Comparison
from stackgate.reports.html.by_control import FrameworkView, frameworks_of
from stackgate.reports.html.cards import CARDS, Card, Facet, cards_of, facets_of, places, state_counts
from stackgate.reports.html.content import as_json, evidence_content, findings_content
from stackgate.reports.html.coverage import TypeView, coverage_of
from stackgate.reports.html.joined import Row, join, notes_of
from stackgate.reports.html.matrix import Matrix, matrix_of
from stackgate.reports.html.picture import draw
from stackgate.reports.html.registers import FailureView, WaiverView, failures_of, waivers_of
from stackgate.reports.html.sentence import WORDS, why, why_verdict
from stackgate.reports.html.words import STATES, State, plural

SINCE = {
    "new": "New",
    "fixed": "Fixed",
    "unchanged": "Unchanged",
    "waived": "Waived since",
    "not_judged": "Not judged again",
}
_FEW = 3
"""As many names stand in the title; of more the number."""
_NAME = 60
"""The characters of a name in the title."""


@dataclass(frozen=True, slots=True)
class RunView:
    """One run: its sections. `prefix` begins the ids of its elements."""

    number: int
    name: str
    prefix: str
    verdict: Verdict
    why: str
    outcomes: str
    since: Comparison | None
    picture: Markup
    frameworks: tuple[FrameworkView, ...]
    failures: tuple[FailureView, ...]
    coverage: tuple[TypeView, ...]
    waivers: tuple[WaiverView, ...]
    unknown: tuple[Finding, ...]
    evidence: Markup | None

    @property
    def changes(self) -> list[tuple[str, str, tuple[Finding, ...]]]:
        """What changed since: the kind, what it is called, and the findings."""
        return [(name, label, getattr(self.since, name)) for name, label in SINCE.items()]

    @property
    def has_questions(self) -> bool:
        """Whether anything was left open, or decided later by a plan."""
        return bool(self.unknown or self.verdict.decided)


@dataclass(frozen=True, slots=True)
class Page:
    """The page: what all runs have in common, then the runs."""

    title: str
    word: str
    why: str
    audit: Audit
    runs: tuple[RunView, ...]
    matrix: Matrix | None
    counts: dict[State, int]
    rows: int
    cards: tuple[Card, ...]
    more_cards: int
    facets: tuple[Facet, ...]
    notes: tuple[tuple[str, str], ...]
    content: Markup
    settings: Markup

    @property
    def has_evidence(self) -> bool:
        """Whether the ledger of any run was kept."""
        return any(run.evidence for run in self.runs)

    @property
    def has_documents(self) -> bool:
        """Whether any run had something to judge."""
        return any(run.verdict.documents for run in self.runs)

    @property
    def several_stacks(self) -> bool:
        """Whether an address alone does not tell a resource."""
        return len({document.stack for run in self.runs for document in run.verdict.documents}) > 1

    def in_runs(self, row: Row) -> str:
        """In which runs a finding appears, and as what; empty where there is but one run."""
        if len(self.runs) == 1:
            return ""
        if len(row.states) == len(self.runs) and len(set(row.states.values())) == 1:
            return f"all {len(self.runs)}"
        alike = len(set(row.states.values())) == 1
        return "; ".join(
            self.runs[run].name + ("" if alike else f" ({STATES[state]})") for run, state in row.states.items()
        )


def page_of(audit: Audit) -> Page:
    """The page of an audit."""
    names = [run.name for run in audit.runs]
    rows = join(audit)
    cards = cards_of(rows)
    several = len(audit.runs) > 1
    return Page(
        title=_title(audit),
        word=WORDS[audit.decision],
        why=why(audit),
        audit=audit,
        runs=tuple(_run(run, number) for number, run in enumerate(audit.runs)),
        matrix=matrix_of(audit) if several else None,
        counts=state_counts(rows),
        rows=len(rows),
        cards=tuple(cards[:CARDS]),
        more_cards=max(0, len(cards) - CARDS),
        facets=tuple(facets_of(rows, names)),
        notes=tuple(notes_of(audit)),
        content=findings_content(rows, names),
        settings=as_json({"states": STATES, "cards": CARDS, "places": places(len(rows))}),
    )


def _title(audit: Audit) -> str:
    stacks = {document.stack: None for run in audit.runs for document in run.verdict.documents if document.stack}
    environments = {run.verdict.environment: None for run in audit.runs}
    return f"{_few(list(stacks), 'stacks') or 'No document'} in {_few(list(environments), 'environments')}"


def _few(names: Sequence[str], noun: str) -> str:
    return ", ".join(name[:_NAME] for name in names) if len(names) <= _FEW else f"{len(names)} {noun}"


def _run(run: JudgedRun, number: int) -> RunView:
    verdict, prefix = run.verdict, f"run{number}-"
    return RunView(
        number=number,
        name=run.name,
        prefix=prefix,
        verdict=verdict,
        why=why_verdict(verdict),
        outcomes=_outcomes(verdict),
        since=run.since,
        picture=Markup(draw(run, prefix)),
        frameworks=tuple(frameworks_of(verdict)),
        failures=tuple(failures_of(verdict)),
        coverage=tuple(coverage_of(verdict.evidence)) if verdict.evidence else (),
        waivers=tuple(waivers_of(verdict)),
        unknown=tuple(finding for finding in verdict.findings if finding.status == "unknown"),
        evidence=evidence_content(verdict) if verdict.evidence else None,
    )


def _outcomes(verdict: Verdict) -> str:
    """What was judged, in numbers, as the terminal tells it."""
    resources = sum(document.resources for document in verdict.documents)
    told = [plural(resources, "resource"), plural(len(verdict.rules), "rule")]
    pairs = f"{plural(verdict.counts.get('judged', 0), 'pair')} of rule and resource judged"
    counts = [f"{verdict.counts[name]:,} {name}" for name in OUTCOMES if verdict.counts.get(name)]
    return f"{', '.join(told)}, {pairs}" + (f": {', '.join(counts)}" if counts else "")
