"""The report for a terminal: findings grouped by resource, worst first, then one line with verdict and counts."""

from __future__ import annotations

import io
import re
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stackgate.finding import OUTCOMES, Corroboration, Finding, Verdict
from stackgate.reports.audit import Audit

_STYLE = {"allowed": "bold green", "blocked": "bold red", "error": "bold magenta"}
_PLAIN_WIDTH = 120


def visible(text: str) -> str:
    """The text with what would move the cursor, change colours or reverse its direction written as escapes."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def render(audit: Audit) -> str:
    """The verdicts as plain text, 120 columns wide."""
    console = Console(file=io.StringIO(), width=_PLAIN_WIDTH, color_system=None)
    for run in audit.runs:
        show(run.verdict, console)
    file = console.file
    assert isinstance(file, io.StringIO)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def show(verdict: Verdict, console: Console) -> None:
    """Write the verdict to a console in its width and colours."""
    explained: set[str] = set()
    for _, group in groupby(_in_order(verdict), key=_subject):
        console.print(_resource(list(group), explained))
        console.print()
    for error in verdict.errors:
        console.print(
            Text.assemble(
                ("could not judge ", "bold magenta"), (visible(error.where), "bold"), ": ", visible(error.message)
            ),
            soft_wrap=True,
        )
    for one in verdict.decided:
        console.print(Text(visible(f"the plan decides: {one.now:7} {one.rule} at {one.address}")), soft_wrap=True)
    for note in verdict.notes:
        console.print(Text(visible(f"note: {note}"), "dim"), soft_wrap=True)
    console.print(_summary(verdict), soft_wrap=True)


def _subject(finding: Finding) -> tuple[object, ...]:
    """What findings are grouped by: the resource, or the place in the source where there is none."""
    if finding.address != "*":
        return finding.stack, finding.address
    return finding.stack, finding.address, finding.construct, finding.source


def _in_order(verdict: Verdict) -> list[Finding]:
    """The findings with those of one resource together, the resource with the worst finding first."""
    shown = [finding for finding in verdict.findings if finding.status != "pass"]
    first: dict[tuple[object, ...], int] = {}
    for index, finding in enumerate(shown):
        first.setdefault(_subject(finding), index)
    return sorted(shown, key=lambda finding: first[_subject(finding)])


def _resource(findings: list[Finding], explained: set[str]) -> RenderableType:
    """One resource's findings; why and fix stand at the first finding of each rule alone."""
    head = findings[0]
    whole = "the app's source" if head.engine == "synth" else "the whole document"
    title = Text(whole if head.address == "*" else visible(head.address), "bold")
    place = f"{head.source.file}:{head.source.line}" if head.source else _location(head)
    details = [part for part in (place, head.construct) if part]
    lines: list[RenderableType] = [title.append(visible("  " + "  ".join(details)), "cyan") if details else title]
    for finding in findings:
        lines.append(Padding(_finding(finding, finding.rule not in explained), (0, 0, 0, 2), expand=False))
        explained.add(finding.rule)
    return Group(*lines)


def _location(finding: Finding) -> str:
    if finding.location is None:
        return ""
    line = finding.location.line
    return f"{finding.location.path}:{line}" if line else finding.location.path


def _finding(finding: Finding, explain: bool) -> RenderableType:
    label, style = _label(finding)
    message = visible(finding.message)
    if finding.attribute and not _names(finding.message, finding.attribute):
        message = visible(f"{finding.attribute}: ") + message
    head = Table.grid(padding=(0, 1, 0, 0))
    head.add_column(width=7, style=style)
    head.add_column(no_wrap=True, style="bold")
    head.add_column(overflow="fold")
    head.add_row(label, finding.rule, Text(message))
    rows: list[RenderableType] = [head]
    if explain:
        rows.extend(_row(name, text) for name, text in (("why", finding.why), ("fix", finding.fix)) if text)
        marks = {"controls": finding.controls, "past failures": finding.guards}
        told = [f"{name} {', '.join(found)}" for name, found in marks.items() if found]
        if told:
            rows.append(_row("see", "; ".join(told)))
    if finding.corroboration:
        rows.append(_row("checkov", "; ".join(_opinion(opinion, finding) for opinion in finding.corroboration)))
    if finding.waiver:
        rows.append(
            _row("waived", f"{finding.waiver['reason']} ({finding.waiver['owner']}, {finding.waiver['expires']})")
        )
    return Group(*rows)


def _opinion(opinion: Corroboration, finding: Finding) -> str:
    if opinion.result == "unknown":
        return f"{opinion.check} cannot tell"
    if opinion.result == "fail":
        return f"{opinion.check} {'fails it' if finding.status == 'unknown' else 'agrees'}"
    return f"{opinion.check} {'passes it' if finding.status == 'unknown' else 'disagrees: it passes'}"


def _names(message: str, attribute: str) -> bool:
    """Whether a message speaks of an attribute by its name; in quotes it is another's, or a suggestion."""
    return re.search(rf"(?<![\w'.]){re.escape(attribute)}(?![\w'])", message) is not None


def _row(name: str, text: str) -> RenderableType:
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(width=7, justify="right", style="dim")
    row.add_column(overflow="fold")
    row.add_row(name, Text(visible(text), "dim" if name != "fix" else ""))
    return row


def _label(finding: Finding) -> tuple[str, str]:
    if finding.status == "fail":
        return ("error", "bold red") if finding.level == "error" else ("warning", "yellow")
    return (finding.status, "bold yellow" if finding.blocks else "yellow" if finding.status == "unknown" else "dim")


def _summary(verdict: Verdict) -> Text:
    counts = verdict.counts
    resources = _plural(sum(document.resources for document in verdict.documents), "resource")
    documents = _plural(len(verdict.documents), "document")
    told = ", ".join(f"{counts[name]} {name}" for name in OUTCOMES if counts[name] or name == "pass")
    line = f"  {verdict.environment}: {resources} in {documents}, {_plural(len(verdict.rules), 'rule')}, "
    line += f"{counts['judged']} pairs judged: {told}"
    if not verdict.documents:
        line = f"  {verdict.environment}: there is no document"
    if verdict.errors:
        line += f"; {len(verdict.errors)} could not be judged"
    return Text.assemble((verdict.decision.upper(), _STYLE[verdict.decision]), line)


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
