"""What is printed after each judgement: what changed since the last one, new findings in full, and the verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from stackgate.finding import Finding
from stackgate.reports.comparison import Comparison
from stackgate.reports.text import show_errors, show_findings
from stackgate.reports.text_summary import result
from stackgate.reports.visible import shortened
from stackgate.watching.watch import Judgement

_MOST_NAMED = 3
_MOST_LISTED = 5


def tell(judgement: Judgement, console: Console) -> None:
    """Write the time, the files saved, what changed, and the verdict, with the seconds that it took."""
    verdict, since = judgement.verdict, judgement.since
    now = dt.datetime.now().strftime("%H:%M:%S")
    console.print()
    console.print(Text.assemble((now, "bold"), "  ", (_names(judgement.saved), "cyan")), soft_wrap=True)
    show_findings(since.new, console, several_stacks=len({document.stack for document in verdict.documents}) > 1)
    show_errors(verdict, console)
    for line in _lines(since, judgement.notes):
        console.print(line, soft_wrap=True)
    console.print(result(verdict).append(f"  ({judgement.seconds:.1f} s)", "dim"), soft_wrap=True)
    console.file.flush()


def _names(saved: Collection[Path]) -> str:
    if not saved:
        return "start"
    names = sorted(_short(path) for path in saved)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return shortened(", ".join(names[:_MOST_NAMED])) + more


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _lines(since: Comparison, notes: Sequence[str]) -> Iterator[Text]:
    blocking = [finding for finding in since.unchanged if finding.blocks]
    for name, style, findings in (
        ("fixed", "green", since.fixed),
        ("still", "yellow", blocking),
        ("waived", "dim", since.waived),
    ):
        for finding in findings[:_MOST_LISTED]:
            yield Text.assemble((f"{name}: ", style), shortened(_what(finding)))
        if len(findings) > _MOST_LISTED:
            yield Text(f"{name}: and {len(findings) - _MOST_LISTED} more", style)
    for note in notes:
        yield Text(shortened(f"note: {note}", 4000), "dim")
    counts = {
        "new": since.new,
        "fixed": since.fixed,
        "unchanged": since.unchanged,
        "waived": since.waived,
        "not judged again": since.not_judged,
    }
    told = ", ".join(f"{len(found)} {name}" for name, found in counts.items() if found)
    if told:
        yield Text(told, "bold")


def _what(finding: Finding) -> str:
    attribute = f" ({finding.attribute})" if finding.attribute else ""
    place = f"  {finding.source.file}:{finding.source.line}" if finding.source else ""
    return f"{finding.rule} at {finding.address}{attribute}{place}"
