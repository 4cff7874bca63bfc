"""The register of past failures: what went wrong once, and the rules that guard against it."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stackgate.finding import WORST_FIRST, Finding
from stackgate.rulebook import bundled
from stackgate.settings import read_toml

FILE = "failures.toml"
_WIDTH = 100


class FailureError(Exception):
    """A register that cannot be used; the text names the file and the cause."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A past failure. `kind` is its class, `step` where it shows first (`synth` or `document`), `guards` are rules."""

    id: str
    title: str
    story: str
    kind: str
    step: str
    guards: tuple[str, ...]


def load_failures(path: Path | None = None) -> dict[str, Failure]:
    """The register by id, the bundled one by default.

    Raises FailureError for a file that cannot be read or does not fit its schema, and for two entries of one id.
    """
    path = path or bundled("validators") / FILE
    found: dict[str, Failure] = {}
    for entry in read_toml(path, "failures", FailureError)["failure"]:
        if entry["id"] in found:
            raise FailureError(f"{path}: {entry['id']} is there twice")
        found[entry["id"]] = Failure(
            id=entry["id"],
            title=entry["title"],
            story=" ".join(entry["story"].split()),
            kind=entry["class"],
            step=entry["step"],
            guards=tuple(entry["guards"]),
        )
    return found


def check_guards(failures: Iterable[Failure], rules: Collection[str]) -> None:
    """Raise FailureError where a failure is said to be guarded against by a rule that does not exist."""
    for failure in failures:
        unknown = [guard for guard in failure.guards if guard not in rules]
        if unknown:
            raise FailureError(f"{failure.id} names guards that do not exist: {', '.join(unknown)}")


def guarded_by(rule: str, failures: Iterable[Failure]) -> list[Failure]:
    """The failures that a rule guards against."""
    return [failure for failure in failures if rule in failure.guards]


def list_failures(failures: Iterable[Failure], findings: Iterable[Finding] | None = None) -> str:
    """The register as text: each failure with its guards, and, given a document's findings, which of them show it.

    A failure of the synthesis leaves no trace in a document, which the text then says.
    """
    shown = None if findings is None else _by_rule(findings)
    return "\n".join(line for failure in failures for line in _lines(failure, shown))


def showing(failure: Failure, findings: Mapping[str, list[Finding]]) -> list[Finding]:
    """The findings, by rule, that show a failure: those of its guards."""
    return [finding for guard in failure.guards for finding in findings.get(guard, ())]


def _by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: WORST_FIRST[finding.status]):
        if finding.status != "pass":
            found.setdefault(finding.rule, []).append(finding)
    return found


def _lines(failure: Failure, findings: Mapping[str, list[Finding]] | None) -> list[str]:
    lines = [
        f"{failure.id}  {failure.title}",
        *textwrap.wrap(
            f"{failure.kind}, {failure.step}; guards: {', '.join(failure.guards)}",
            _WIDTH,
            initial_indent="    ",
            subsequent_indent="      ",
        ),
    ]
    if findings is None:
        return lines
    told = showing(failure, findings)
    if told:
        return [*lines, *(f"    shown: {finding.rule} at {finding.address}: {finding.message}" for finding in told)]
    return [*lines, "    not shown" if failure.step == "document" else "    cannot show in a document"]
