"""Where reports go: what `--format`, `--report` and `--since` ask for, and the command `stackgate report`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from stackgate.commands.options import EPILOG, FORMATS
from stackgate.out_folder import VERDICT
from stackgate.terminal import CannotJudge, discard, finish, log_to

if TYPE_CHECKING:
    from stackgate.finding import Verdict
    from stackgate.reports.audit import Audit

_PATH = click.Path(path_type=Path)
_EXAMPLES = f"""\b
Examples:
  stackgate report gate --report html=report.html
  stackgate report gate --since main/verdict.json --format markdown
  stackgate report audit/*/verdict.json --report html=audit.html
  stackgate report shard-*.jsonl --report json=verdict.json

{EPILOG[:-1]}: that of the worst verdict."""

_OPTIONS = (
    click.option("--format", "format_name", type=FORMATS, default="text", show_default=True, help="What to print."),
    click.option("--report", "reports", multiple=True, metavar="FORMAT=FILE", help="Also write a file. Repeatable."),
    click.option("--since", type=_PATH, metavar="VERDICT.json", help="Tell what is new and what is fixed since then."),
)


def reporting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that `reporting_of` takes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class Reporting:
    """The format to print, the files to write, and the earlier verdicts to compare with; None where nobody asked."""

    format_name: str | None
    targets: tuple[tuple[str, Path], ...]
    since: Path | None
    earlier: tuple[Verdict, ...] | None

    @property
    def needs_evidence(self) -> bool:
        """Whether one of the formats shows what passed, too."""
        from stackgate.reports import WITH_EVIDENCE

        return not WITH_EVIDENCE.isdisjoint({self.format_name, *(name for name, _ in self.targets)})

    def expect(self, environments: Collection[str]) -> None:
        """Raise CannotJudge where the earlier verdicts are all of other environments."""
        found = list(dict.fromkeys(verdict.environment for verdict in self.earlier or ()))
        if self.earlier and not set(found) & set(environments):
            raise CannotJudge(f"{self.since}: is of {', '.join(found)}, not of {', '.join(environments)}")

    def audit(self, verdicts: Sequence[Verdict]) -> Audit:
        """The verdicts, each held against its earlier one where that was asked for."""
        from stackgate.reports.audit import audit_of
        from stackgate.reports.comparison import compare, counterpart

        earlier = self.earlier
        since = () if earlier is None else [compare(counterpart(now, earlier), now) for now in verdicts]
        return audit_of(verdicts, since)

    def finish(self, verdicts: Sequence[Verdict]) -> NoReturn:
        """Write and print the reports, and end with the exit status of the worst verdict."""
        finish(self.audit(verdicts), self.format_name, self.targets)


def reporting_of(
    format_name: str, reports: Sequence[str], since: Path | None, own: Callable[[Path], bool] = lambda _: False
) -> Reporting:
    """What the options ask for; `own` tells of the files that a report must not overwrite.

    Reads what to compare with, then removes the reports of an earlier run: the two may be one file. Raises CannotJudge
    and UsageError.
    """
    targets = tuple(map(_target, reports))
    for number, (_, file) in enumerate(targets):
        if own(file):
            raise click.UsageError(f"--report {reports[number]!r}: that file is read, or written by the gate itself")
        if file.resolve() in [other.resolve() for _, other in targets[:number]]:
            raise click.UsageError(f"--report {reports[number]!r}: another report goes to that file")
    try:
        earlier = None if since is None else tuple(_read(since))
    finally:
        discard(*(file for _, file in targets))
    return Reporting(format_name, targets, since, earlier)


def _target(report: str) -> tuple[str, Path]:
    format_name, separator, file = report.partition("=")
    if not separator or file in ("", "-") or format_name not in FORMATS.choices:
        raise click.UsageError(
            f"--report {report!r}: write FORMAT=FILE, with FORMAT one of {', '.join(FORMATS.choices)}"
        )
    return format_name, Path(file)


def _read(path: Path) -> list[Verdict]:
    """The verdicts of a JSON report, or of the folder that a gate wrote."""
    from stackgate.reports.stored import StoredError, read_verdicts
    from stackgate.reports.visible import visible

    try:
        return read_verdicts(path / VERDICT if path.is_dir() else path)
    except StoredError as error:
        raise CannotJudge(visible(str(error))) from None


def _sorted_out(stored: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The streams, and the JSON reports."""
    from stackgate.fleet.joined import is_stream

    streams = [path for path in stored if is_stream(path)]
    return streams, [path for path in stored if path not in streams]


def _join(streams: Sequence[Path]) -> list[Verdict]:
    """The verdict of the run that the streams are of; none without streams."""
    from stackgate.fleet.joined import StreamError, join_streams
    from stackgate.reports.visible import visible

    try:
        return [join_streams(streams)] if streams else []
    except StreamError as error:
        raise CannotJudge(visible(str(error))) from None


@click.command(epilog=_EXAMPLES, short_help="Render verdicts that were stored, several as one audit.")
@click.argument("stored", nargs=-1, required=True, metavar="VERDICT...", type=_PATH)
@reporting_options
def report(stored: tuple[Path, ...], **asked: Any) -> None:
    """Render verdicts that were stored.

    VERDICT is a JSON report, of one run or of an audit, or a gate's folder that holds one. Several make one audit.
    Streams of `check --stream` are joined: those of all shards are one verdict.
    """
    log_to(Path("stackgate.log"))
    sources = {(path / VERDICT if path.is_dir() else path).resolve() for path in stored}
    reporting = reporting_of(**asked, own=lambda file: file.resolve() in sources)
    streams, others = _sorted_out(stored)
    verdicts = _join(streams)
    for path in others:
        for verdict in _read(path):
            if verdict in verdicts:
                raise CannotJudge(f"{path}: holds a verdict that was given already")
            if verdict.shard:
                part = f"shard {verdict.shard.number} of {verdict.shard.of}"
                raise CannotJudge(f"{path}: is the verdict on {part} alone; the streams of all shards can be joined")
            verdicts.append(verdict)
    reporting.expect([verdict.environment for verdict in verdicts])
    reporting.finish(verdicts)
