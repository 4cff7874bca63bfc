"""How a verdict compares with an earlier one: what is new, fixed, unchanged, and waived since."""

from __future__ import annotations

from dataclasses import dataclass

from stackgate.finding import Finding, Verdict

_LIVE = ("fail", "unknown")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings of two verdicts side by side, by fingerprint.

    `fixed` and `not_judged` are findings of the earlier verdict, the others of the later. What the later one did not
    look at again, because its rule did not run, its stack was not judged or the run ended in error, is not fixed.
    """

    new: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    unchanged: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    not_judged: tuple[Finding, ...] = ()


def compare(before: Verdict, now: Verdict) -> Comparison:
    """What changed from one verdict to a later one of the same stacks and environment."""
    earlier = {finding.fingerprint: finding for finding in before.findings if finding.status != "pass"}
    live = {name for name, finding in earlier.items() if finding.status in _LIVE}
    present = {finding.fingerprint for finding in now.findings if finding.status != "pass"}
    open_now = [finding for finding in now.findings if finding.status in _LIVE]
    gone = [finding for name, finding in earlier.items() if name not in present]
    return Comparison(
        new=tuple(finding for finding in open_now if finding.fingerprint not in live),
        fixed=tuple(finding for finding in gone if _was_judged(finding, now)),
        unchanged=tuple(finding for finding in open_now if finding.fingerprint in live),
        waived=tuple(one for one in now.findings if one.status == "waived" and one.fingerprint in live),
        not_judged=tuple(finding for finding in gone if not _was_judged(finding, now)),
    )


def _was_judged(finding: Finding, now: Verdict) -> bool:
    """Whether a verdict would show the finding if it were still there."""
    ran = any(rule.name == finding.rule for rule in now.rules)
    return ran and not now.errors and finding.stack in ("", *(document.stack for document in now.documents))
