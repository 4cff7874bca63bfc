"""The report for a pull request's comment or a job's summary: Markdown, the verdict first, then the worst findings.

It keeps below the shortest limit of its readers, GitHub's 65,536 characters of a comment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from stackgate.finding import OUTCOMES
from stackgate.reports.audit import Audit, JudgedRun
from stackgate.reports.markdown.entry import Entry, entries_of, label, line, number_of, rank, waiver_of
from stackgate.reports.markdown.page import Section, fill
from stackgate.reports.markdown.text import code, cut, plain

LIMIT = 65_000
"""Bytes of UTF-8."""

_SIGN = {"allowed": "✅ allowed", "blocked": "❌ blocked", "error": "⚠️ could not judge"}
_COMPARED = {"fixed": "Fixed", "waived": "Waived since", "not_judged": "Not judged again"}


def render(audit: Audit) -> str:
    """The verdicts as Markdown, at most 65,000 bytes of it. A finding that several runs share stands there once."""
    return fill(_head(audit), _sections(audit), _tail(audit), LIMIT)


def _head(audit: Audit) -> str:
    judged = [run.verdict for run in audit.runs]
    documents = {(document.path, document.sha256): document for one in judged for document in one.documents}
    resources = sum(document.resources for document in documents.values())
    what = f"{number_of(resources, 'resource')} in {number_of(len(documents), 'document')}"
    if not documents:
        what = "no document"
    runs = f"{len(judged)} runs, " if len(judged) > 1 else ""
    head = f"## Stackgate: {_SIGN[audit.decision]}\n\n{runs}{what}, {sum(one.counts['judged'] for one in judged)} pairs"
    return f"{head} of rule and resource judged.{_since(audit)}\n\n"


def _since(audit: Audit) -> str:
    compared = [run.since for run in audit.runs if run.since]
    if not compared:
        return ""
    names = ("new", "fixed", "unchanged", "waived", "not_judged")
    counts = {name: len({one.fingerprint for since in compared for one in getattr(since, name)}) for name in names}
    days = {since.since[:10] for since in compared} - {""}
    when = f"Since {plain(min(days))}" if len(days) == 1 else "Since the earlier verdicts"
    told = ", ".join(f"{number} {name.replace('_judged', ' judged again')}" for name, number in counts.items())
    return f" {when}: **{told}**."


def _tail(audit: Audit) -> str:
    first = audit.runs[0].verdict
    versions = ", ".join(f"{plain(name)} {plain(version)}" for name, version in list(first.versions.items())[:10])
    by = f" by {versions}" if versions else ""
    return f"Judged {plain(first.judged_at)}{by}.\n" if first.judged_at else ""


def _sections(audit: Audit) -> Iterator[Section]:
    yield _matrix(audit.runs)
    many = len(audit.runs) > 1
    errors = [
        f"- {code(error.where)}: {plain(error.message)}{f' ({plain(run.name)})' * many}\n"
        for run in audit.runs
        for error in run.verdict.errors
    ]
    yield Section("### Could not judge\n\n", errors, kind="errors")
    entries = entries_of(audit)
    live = [entry for entry in entries if entry.finding.status in ("fail", "unknown")]
    by_rule: dict[str, list[Entry]] = {}
    for entry in sorted(live, key=lambda one: rank(one.finding)):
        by_rule.setdefault(entry.finding.rule, []).append(entry)
    yield from (_rule(group, audit) for group in by_rule.values())
    accepted = [entry for entry in entries if entry.finding.status == "waived"]
    yield _folded(
        "Waived", [line(entry, audit, f"{code(entry.finding.rule)}, {waiver_of(entry)}") for entry in accepted]
    )
    yield from _compared(audit)
    yield _folded("Notes", [f"- {plain(note)}\n" for note in _notes(audit)], kind="notes")


def _matrix(runs: Sequence[JudgedRun]) -> Section:
    since = ("new", "fixed") if any(run.since for run in runs) else ()
    columns = ("run", "verdict", "judged", *OUTCOMES, "errors", *since)
    rows = []
    for run in runs:
        counts = [run.verdict.counts[name] for name in ("judged", *OUTCOMES)]
        compared = [len(getattr(run.since, name)) if run.since else "" for name in since]
        cells = [plain(run.name), _SIGN[run.verdict.decision], *counts, len(run.verdict.errors), *compared]
        rows.append(f"| {' | '.join(map(str, cells))} |\n")
    ruled = "|".join(["---", "---", *["--:"] * (len(columns) - 2)])
    return Section(f"| {' | '.join(columns)} |\n|{ruled}|\n", rows, more="\nand {} more\n", kind="runs")


def _rule(entries: list[Entry], audit: Audit) -> Section:
    """The findings of one rule, the worst first, with why and fix once."""
    first = entries[0].finding
    new = sum(entry.new for entry in entries)
    told = f"{label(first)} <code>{escape(cut(first.rule))}</code>: {number_of(len(entries), 'finding')}"
    about = [f"{name} {plain(text)}" for name, text in (("**Why:**", first.why), ("**Fix:**", first.fix)) if text]
    for name, marks in (("Controls", first.controls), ("Past failures", first.guards)):
        about += [f"{name}: {plain(', '.join(marks))}."] if marks else []
    lines = []
    for entry in entries:
        finding = entry.finding
        said = f"{label(finding)}: " * (finding.status != first.status) + plain(finding.message)
        if finding.attribute and finding.value is not None:
            said += f"; {code(finding.attribute)} is {code(finding.value)}"
        lines.append(line(entry, audit, said))
    return Section(
        f"<details{' open' * first.blocks}>\n<summary>{told}{f', {new} new' * bool(new)}</summary>\n\n"
        + f"{' '.join(about)}\n\n" * bool(about),
        lines,
        "\n</details>\n\n",
    )


def _folded(title: str, lines: Sequence[str], kind: str = "findings") -> Section:
    return Section(f"<details>\n<summary>{title}: {len(lines)}</summary>\n\n", lines, "\n</details>\n\n", kind=kind)


def _compared(audit: Audit) -> Iterator[Section]:
    """What became of the findings of the earlier verdicts."""
    for name, title in _COMPARED.items():
        found: dict[str, Entry] = {}
        for run in audit.runs:
            for finding in getattr(run.since, name, ()):
                found.setdefault(finding.fingerprint, Entry(finding)).runs.append(run.name)
        yield _folded(title, [line(entry, audit, code(entry.finding.rule)) for entry in found.values()])


def _notes(audit: Audit) -> Iterator[str]:
    told: Counter[str] = Counter()
    for run in audit.runs:
        told.update(f"the plan decides: {one.now} {one.rule} at {one.address}" for one in run.verdict.decided)
        told.update(run.verdict.notes)
    yield from told
