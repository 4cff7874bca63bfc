"""What sums up the text report: the runs of an audit, the findings by rule, what changed since, the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from stackgate.finding import OUTCOMES, Decision, Finding, Verdict
from stackgate.reports.audit import Audit
from stackgate.reports.comparison import Comparison
from stackgate.reports.visible import shortened

_STYLE: dict[Decision, str] = {"allowed": "bold green", "blocked": "bold red", "error": "bold magenta"}
_COLUMNS = ("error", "unknown", "warning", "waived")
_MOST_RULES = 15
_MOST_LISTED = 20


def matrix(audit: Audit) -> Table:
    """A line for each run: its verdict, how many pairs had which outcome, what broke, and what changed since."""
    columns: dict[str, list[int]] = {name: [run.verdict.counts[name] for run in audit.runs] for name in OUTCOMES}
    if any(run.verdict.errors for run in audit.runs):
        columns["not judged"] = [len(run.verdict.errors) for run in audit.runs]
    if any(run.since for run in audit.runs):
        columns["new"] = [len(run.since.new) if run.since else 0 for run in audit.runs]
        columns["fixed"] = [len(run.since.fixed) if run.since else 0 for run in audit.runs]
    table = _table("run", "verdict", *columns)
    for run, *numbers in zip(audit.runs, *columns.values(), strict=True):
        decision = run.verdict.decision
        table.add_row(Text(shortened(run.name)), Text(decision, _STYLE[decision]), *map(_number, numbers))
    return table


def by_rule(findings: Sequence[Finding]) -> RenderableType:
    """A line for each rule, that with the most findings that block first."""
    counts: dict[str, Counter[str]] = {}
    for finding in findings:
        counts.setdefault(finding.rule, Counter()).update([_column(finding), *(["blocks"] if finding.blocks else [])])
    ordered = sorted(counts, key=lambda rule: (-counts[rule]["blocks"], -counts[rule].total(), rule))
    shown = [column for column in _COLUMNS if any(counts[rule][column] for rule in ordered[:_MOST_RULES])]
    table = _table(f"{len(findings)} findings by rule", *shown)
    for rule in ordered[:_MOST_RULES]:
        table.add_row(Text(shortened(rule)), *(_number(counts[rule][column]) for column in shown))
    hint = "--report html=report.html makes a page that can be searched"
    left = len(ordered) - _MOST_RULES
    return Group(table, Text(f"and {plural(left, 'rule')} more; {hint}" if left > 0 else hint, "dim"))


def since(comparison: Comparison, verdict: Verdict) -> Iterator[Text]:
    """What changed, in numbers, and by name what is no longer among the findings."""
    told = {
        "new": comparison.new,
        "fixed": comparison.fixed,
        "unchanged": comparison.unchanged,
        "waived": comparison.waived,
        "not judged again": comparison.not_judged,
    }
    for name, style in (("fixed", "green"), ("not judged again", "yellow")):
        gone = told[name]
        for finding in gone[:_MOST_LISTED]:
            what = f" ({finding.attribute})" if finding.attribute else ""
            yield Text.assemble((f"{name}: ", style), shortened(f"{finding.rule} at {finding.address}{what}"))
        if len(gone) > _MOST_LISTED:
            yield Text(f"{name}: and {len(gone) - _MOST_LISTED} more", style)
    counts = ", ".join(f"{len(found)} {name}" for name, found in told.items())
    yield Text(f"since {_day(comparison.since, verdict.judged_at)}: {counts}", "bold")


def _day(then: str, now: str) -> str:
    if not then:
        return "nothing, for these stacks were not judged before"
    return shortened(then if then[:10] == now[:10] else then[:10])


def result(verdict: Verdict) -> Text:
    """The verdict and its counts, in a line."""
    counts = verdict.counts
    resources = plural(sum(document.resources for document in verdict.documents), "resource")
    documents = plural(len(verdict.documents), "document")
    told = ", ".join(f"{counts[name]} {name}" for name in OUTCOMES if counts[name] or name == "pass")
    environment = shortened(verdict.environment)
    line = f"  {environment}: {resources} in {documents}, {plural(len(verdict.rules), 'rule')}, "
    line += f"{plural(counts['judged'], 'pair')} judged: {told}"
    if not verdict.documents:
        line = f"  {environment}: there is no document"
    if verdict.errors:
        line += f"; {len(verdict.errors)} could not be judged"
    return Text.assemble((verdict.decision.upper(), _STYLE[verdict.decision]), line)


def result_of_all(audit: Audit) -> Text:
    """The worst of the verdicts, and which runs had which, those that were allowed by their number."""
    runs: dict[Decision, list[str]] = {}
    for run in audit.runs:
        runs.setdefault(run.verdict.decision, []).append(shortened(run.name))
    told = [f"{decision}: {'; '.join(runs[decision])}" for decision in ("error", "blocked") if decision in runs]
    line = ". ".join([f"{len(runs.get('allowed', ()))} of {plural(len(audit.runs), 'run')} allowed", *told])
    return Text.assemble((audit.decision.upper(), _STYLE[audit.decision]), f"  {line}")


def plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _column(finding: Finding) -> str:
    return finding.level if finding.status == "fail" else finding.status


def _number(number: int) -> Text:
    return Text(str(number) if number else "-", "" if number else "dim")


def _table(first: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="left" if column == "verdict" else "right")
    return table
