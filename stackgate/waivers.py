"""Accepted findings: each with a reason, an owner and a day on which it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from stackgate.bundle import read_toml
from stackgate.finding import Finding, JudgementError
from stackgate.unjudged import UnjudgedError

MAX_DAYS = 180
WARN_DAYS = 14


class WaiverError(UnjudgedError):
    """A waiver file that cannot be used; the text names the file and the cause."""

    where = "waivers"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One accepted finding: exactly this rule at exactly this address, up to and including the day `expires`.

    Without `environments` it holds in all of them, without `stack` in every stack.
    """

    rule: str
    address: str
    reason: str
    owner: str
    expires: dt.date
    environments: tuple[str, ...] = ()
    stack: str | None = None

    def matches(self, finding: Finding) -> bool:
        """Whether it is this finding that was accepted."""
        return (self.rule, self.address) == (finding.rule, finding.address) and self.stack in (None, finding.stack)

    def __str__(self) -> str:
        return f"the waiver of {self.rule} at {self.address} ({self.owner})"


@dataclass
class Waivers:
    """The waivers that apply in a run's environment, on the day of the run."""

    applying: tuple[Waiver, ...] = ()
    today: dt.date = field(default_factory=lambda: dt.datetime.now(dt.UTC).date())

    def accept(self, finding: Finding) -> Finding:
        """The finding as it stands after the waivers: waived where one accepts it and has not expired."""
        if finding.status in ("fail", "unknown"):
            for waiver in self._needed_by(finding):
                if waiver.expires >= self.today:
                    kept = {"reason": waiver.reason, "owner": waiver.owner, "expires": waiver.expires.isoformat()}
                    return replace(finding, status="waived", waiver=kept)
        return finding

    def stale(
        self, findings: Iterable[Finding], rules: Collection[str], stacks: Collection[str]
    ) -> list[JudgementError]:
        """An error for each waiver that no finding needed, though its rule ran and its stack was judged."""
        if not self.applying:
            return []
        needed = {waiver for one in findings if one.status != "pass" for waiver in self._needed_by(one)}
        return [
            JudgementError("waivers", f"{waiver} matches no finding: remove it")
            for waiver in self.applying
            if waiver not in needed and waiver.rule in rules and (waiver.stack is None or waiver.stack in stacks)
        ]

    def _needed_by(self, finding: Finding) -> Iterator[Waiver]:
        """The waivers of a finding, up to the first that has not expired."""
        for waiver in self.applying:
            if waiver.matches(finding):
                yield waiver
                if waiver.expires >= self.today:
                    return

    def notes(self) -> tuple[str, ...]:
        """What a reader should know: which waivers have expired, and which do within 14 days."""
        told = []
        for waiver in self.applying:
            days = (waiver.expires - self.today).days
            if days < 0:
                told.append(f"{waiver} expired on {waiver.expires}")
            elif days <= WARN_DAYS:
                told.append(f"{waiver} expires in {days} day{'' if days == 1 else 's'}, on {waiver.expires}")
        return tuple(told)


def load_waivers(
    path: Path,
    environment: str,
    rules: Collection[str],
    environments: Collection[str],
    today: dt.date | None = None,
) -> Waivers:
    """The waivers of a file that apply in an environment.

    `rules` and `environments` are the names of all that there are. Raises WaiverError for a file that cannot be read
    or has a waiver with a missing or unknown key, of a rule or for an environment that does not exist, or that lasts
    more than 180 days from today.
    """
    found = Waivers() if today is None else Waivers(today=today)
    waivers = []
    for entry in read_toml(path, "waivers", WaiverError).get("waiver", ()):
        waiver = Waiver(**entry | {"environments": tuple(entry.get("environments", ()))})
        if type(waiver.expires) is not dt.date:
            raise WaiverError(f"{path}: {waiver} has no date in 'expires'; write it as 2026-01-31, without quotes")
        if waiver.rule not in rules:
            raise WaiverError(f"{path}: {waiver} names a rule that does not exist")
        for name in sorted(set(waiver.environments) - set(environments)):
            raise WaiverError(f"{path}: {waiver} names an environment that does not exist: {name!r}")
        if (waiver.expires - found.today).days > MAX_DAYS:
            raise WaiverError(f"{path}: {waiver} lasts until {waiver.expires}, longer than {MAX_DAYS} days")
        waivers.append(waiver)
    found.applying = tuple(
        waiver for waiver in waivers if not waiver.environments or environment in waiver.environments
    )
    return found
