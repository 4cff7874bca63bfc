"""The report for a terminal: findings grouped by resource, worst first, then what sums them up, the verdict last."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from stackgate.finding import Finding, Verdict
from stackgate.reports.audit import Audit, JudgedRun
from stackgate.reports.text_finding import show_resource
from stackgate.reports.text_summary import by_rule, matrix, result, result_of_all, since
from stackgate.reports.visible import shortened
from stackgate.reports.visible import visible as visible

PLAIN_WIDTH = 120
_LONG_LIST = 20
"""As many findings can be read without a table of them."""


def render(audit: Audit) -> str:
    """The verdicts as plain text, 120 columns wide."""
    console = Console(file=io.StringIO(), width=PLAIN_WIDTH, color_system=None)
    show(audit, console)
    file = console.file
    assert isinstance(file, io.StringIO)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().split("\n")[:-1])


def show(audit: Audit, console: Console) -> None:
    """Write the verdicts to a console in its width and colours."""
    if len(audit.runs) == 1:
        _show_run(audit.runs[0], console)
        return
    console.print(matrix(audit))
    console.print()
    for run in audit.runs:
        console.print(Text(shortened(f"== {run.name} =="), "bold"), soft_wrap=True)
        console.print()
        _show_run(run, console)
        console.print()
    console.print(result_of_all(audit), soft_wrap=True)


def _show_run(run: JudgedRun, console: Console) -> None:
    verdict = run.verdict
    findings = [finding for finding in verdict.findings if finding.status != "pass"]
    new = {finding.fingerprint for finding in run.since.new} if run.since else set()
    stacks = {document.stack for document in verdict.documents}
    show_findings(findings, console, new, several_stacks=len(stacks) > 1)
    if len(findings) > _LONG_LIST:
        console.print(by_rule(findings))
        console.print()
    show_errors(verdict, console)
    for one in verdict.decided:
        console.print(Text(shortened(f"the plan decides: {one.now:7} {one.rule} at {one.address}")), soft_wrap=True)
    for note in verdict.notes:
        console.print(Text(shortened(f"note: {note}", 4000), "dim"), soft_wrap=True)
    if run.since:
        for line in since(run.since, verdict):
            console.print(line, soft_wrap=True)
    console.print(result(verdict), soft_wrap=True)


def show_findings(
    findings: Sequence[Finding], console: Console, new: Collection[str] = (), *, several_stacks: bool
) -> None:
    """Write findings in full, by resource; those whose fingerprint is among the `new` are marked."""
    explained: set[str] = set()
    for _, group in groupby(_in_order(findings), key=_subject):
        show_resource(list(group), console, explained, new, several_stacks)
        console.print()


def show_errors(verdict: Verdict, console: Console) -> None:
    """Write what could not be judged, and why."""
    for error in verdict.errors:
        told = Text.assemble(("could not judge ", "bold magenta"), (shortened(error.where), "bold"), ": ")
        console.print(told.append(shortened(error.message, 4000)), soft_wrap=True)


def _subject(finding: Finding) -> tuple[object, ...]:
    """What findings are grouped by: the resource of one document, or the place in the source where there is none."""
    document = finding.location.path if finding.location else None
    if finding.address != "*":
        return finding.stack, document, finding.address
    return finding.stack, document, finding.address, finding.construct, finding.source


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    """The findings with those of one resource together, the resource with the worst finding first."""
    first: dict[tuple[object, ...], int] = {}
    for index, finding in enumerate(findings):
        first.setdefault(_subject(finding), index)
    return sorted(findings, key=lambda finding: first[_subject(finding)])
