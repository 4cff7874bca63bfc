"""The findings of one resource, as the text report shows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rich.console import Console
from rich.text import Text

from stackgate.finding import Finding
from stackgate.reports.saying import opinion, said
from stackgate.reports.visible import shortened

_INDENT = 10
"""Where the texts of a finding begin."""
_LEAST_MESSAGE_WIDTH = 30
_LONGEST_MESSAGE = 4000
_LONGEST_VALUE = 200


def show_resource(
    findings: list[Finding], console: Console, explained: set[str], new: Collection[str], several_stacks: bool
) -> None:
    """Write one resource's findings; why and fix stand at the first finding of each rule alone.

    `explained` are the rules that were explained before, to which those of this resource are added; `new` the
    fingerprints of the findings that an earlier verdict did not have.
    """
    # Addresses and places are not broken, so that they can be copied and clicked.
    for line in _title(findings[0], several_stacks, console.width):
        console.print(line, soft_wrap=True)
    for finding in findings:
        for line in _finding(finding, finding.rule not in explained, finding.fingerprint in new, console):
            console.print(line, soft_wrap=True)
        explained.add(finding.rule)


def _title(finding: Finding, several_stacks: bool, width: int) -> list[Text]:
    whole = "the app's source" if finding.engine == "synth" else "the whole document"
    name = Text(whole if finding.address == "*" else shortened(finding.address), "bold")
    source = finding.source
    place = f"{source.file}:{source.line}" if source else _location(finding)
    stack = finding.stack if several_stacks and not finding.construct else ""
    details = Text("  ".join(shortened(part) for part in (place, finding.construct, stack) if part), "cyan")
    if not details:
        return [name]
    if name.cell_len + 2 + details.cell_len <= width:
        return [Text.assemble(name, "  ", details)]
    return [name, Text("  ").append_text(details)]


def _location(finding: Finding) -> str:
    if finding.location is None:
        return ""
    line = finding.location.line
    return f"{finding.location.path}:{line}" if line else finding.location.path


def _finding(finding: Finding, explain: bool, is_new: bool, console: Console) -> Iterator[Text]:
    yield from _head(finding, is_new, console)
    rows: list[tuple[str, str]] = []
    if finding.value and not _says(finding.message, finding.value):
        rows.append(("value", shortened(finding.value, _LONGEST_VALUE)))
    if explain:
        marks = {"controls": finding.controls, "past failures": finding.guards}
        see = "; ".join(f"{name} {', '.join(found)}" for name, found in marks.items() if found)
        rows += [("why", finding.why), ("fix", finding.fix), ("see", see)]
    rows.append(("checkov", "; ".join(opinion(one, finding) for one in finding.corroboration)))
    if finding.waiver:
        rows.append(("waived", "{reason} ({owner}, {expires})".format(**finding.waiver)))
    for name, text in rows:
        if text:
            lead = Text(f"{name:>{_INDENT - 1}} ", "dim")
            style = "" if name in ("fix", "value") else "dim"
            yield from _hanging(lead, Text(shortened(text, _LONGEST_MESSAGE), style), console)


def _head(finding: Finding, is_new: bool, console: Console) -> Iterator[Text]:
    """Label, rule and message; the message stands below them where there is little room beside them."""
    label, style = _label(finding)
    message = shortened(said(finding), _LONGEST_MESSAGE)
    lead = Text.assemble(
        (f"  {label:{_INDENT - 3}} ", style),
        (shortened(finding.rule), "bold"),
        (" (new)" if is_new else "", "bold cyan"),
    )
    if console.width - lead.cell_len - 1 >= _LEAST_MESSAGE_WIDTH:
        yield from _hanging(lead.append(" "), Text(message), console)
        return
    yield lead
    yield from _hanging(Text(" " * _INDENT), Text(message), console)


def _hanging(lead: Text, body: Text, console: Console) -> Iterator[Text]:
    """The lines of a text that is wrapped beside what leads it."""
    for line in body.wrap(console, max(console.width - lead.cell_len, _LEAST_MESSAGE_WIDTH)):
        line.rstrip()
        yield Text.assemble(lead, line)
        lead = Text(" " * lead.cell_len)


def _says(message: str, value: str) -> bool:
    """Whether a message tells the value."""
    pattern = rf"(?<!\w){re.escape(value[:_LONGEST_VALUE])}(?!\w)"
    return re.search(pattern, message[:_LONGEST_MESSAGE]) is not None


def _label(finding: Finding) -> tuple[str, str]:
    if finding.status == "fail":
        return ("error", "bold red") if finding.level == "error" else ("warning", "yellow")
    return (finding.status, "bold yellow" if finding.blocks else "yellow" if finding.status == "unknown" else "dim")
