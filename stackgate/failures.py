"""The register of past failures: what went wrong once, and the rules that guard against it."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from stackgate.bundle import bundled, read_toml
from stackgate.finding import WORST_FIRST, Finding, Status
from stackgate.unjudged import UnjudgedError

FILE = "failures.toml"
_WIDTH = 100
_SAID: dict[Status, str] = {"fail": "shown", "unknown": "perhaps shown", "waived": "shown, and waived,"}


class FailureError(UnjudgedError):
    """A register that cannot be used; the text names the file and the cause."""

    where = "failures"


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


def shown_by(failure: Failure, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that show a failure, the worst first: those of its guards."""
    found = [finding for finding in findings if finding.rule in failure.guards and finding.status != "pass"]
    return sorted(found, key=lambda finding: WORST_FIRST[finding.status])


def list_failures(failures: Iterable[Failure], findings: Collection[Finding] | None = None) -> Iterator[str]:
    """The register as lines of text: each failure with its guards, and, given a document's findings, what shows it.

    What goes wrong at the synthesis can leave no trace in a document.
    """
    for failure in failures:
        guards = f"{failure.kind}, {failure.step}; guards: {', '.join(failure.guards)}"
        yield f"{failure.id}  {failure.title}"
        yield from textwrap.wrap(guards, _WIDTH, initial_indent="    ", subsequent_indent="      ")
        if findings is not None:
            told = shown_by(failure, findings)
            yield from (
                f"    {_SAID[found.status]} by {found.rule} at {found.address}: {found.message}" for found in told
            )
            if not told:
                yield "    not shown"
