"""The runs of an audit as a table: environments down, what was judged there across."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from stackgate.finding import Decision, Verdict
from stackgate.reports.audit import Audit
from stackgate.reports.html.words import State, counted


@dataclass(frozen=True, slots=True)
class Cell:
    """One run in the table: its number among the runs, its name, verdict, and findings in words."""

    number: int
    name: str
    decision: Decision
    findings: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """`rows` has for each environment the cells of each column; a cell may hold several runs, or none."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...]


def matrix_of(audit: Audit) -> Matrix:
    """The table of all the runs."""
    verdicts = [run.verdict for run in audit.runs]
    one_stack = len({document.stack for verdict in verdicts for document in verdict.documents}) == 1
    cells: dict[str, dict[str, list[Cell]]] = {}
    columns: dict[str, None] = {}
    for number, run in enumerate(audit.runs):
        column = _judged(run.verdict, one_stack)
        columns[column] = None
        cell = Cell(number, run.name, run.verdict.decision, _findings(run.verdict))
        cells.setdefault(run.verdict.environment, {}).setdefault(column, []).append(cell)
    rows = tuple(
        (environment, tuple(tuple(found.get(column, ())) for column in columns)) for environment, found in cells.items()
    )
    return Matrix(tuple(columns), rows)


def _judged(verdict: Verdict, one_stack: bool) -> str:
    """Stack and provider of a run's documents; the provider alone where all runs have one stack."""
    told = {
        " · ".join(filter(None, ("" if one_stack and one.provider else one.stack, one.provider))): None
        for one in verdict.documents
    }
    return ", ".join(told) or "no document"


def _findings(verdict: Verdict) -> str:
    counts: Counter[State] = Counter(finding.outcome for finding in verdict.findings)
    del counts["pass"]
    errors = f"{len(verdict.errors)} not judged" if verdict.errors else ""
    return ", ".join(filter(None, (errors, counted(counts)))) or "no findings"
