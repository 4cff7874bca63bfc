"""How a verdict compares with an earlier one: what is new, fixed, unchanged, and waived since."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from typing import NamedTuple

from stackgate.finding import Finding, Verdict

_OPEN = ("fail", "unknown")
_EXPANSION = "schema"
"""The rule that leaves a question open where it is not known which resources there are."""


class Comparison(NamedTuple):
    """The findings of two verdicts side by side, by fingerprint, and those that are alike by what they say.

    `fixed` and `not_judged` are findings of the earlier verdict, the others of the later. A finding is `new` also where
    it has become worse: it only warned or was an open question, or its waiver has expired. What the later verdict did
    not look at again is not fixed. `since` is the time of the earlier verdict, empty where nothing was judged then.
    """

    new: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    unchanged: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    not_judged: tuple[Finding, ...] = ()
    since: str = ""


def compare(before: Verdict | None, now: Verdict) -> Comparison:
    """What changed from one verdict to a later one of the same environment; all is new where there was none."""
    earlier = [one for one in before.findings if one.status != "pass"] if before else []
    matches = _matches(earlier, [one for one in now.findings if one.status != "pass"])
    new: list[Finding] = []
    unchanged: list[Finding] = []
    for finding in now.findings:
        if finding.status in _OPEN:
            (new if _is_worse(finding, matches.get(finding.fingerprint)) else unchanged).append(finding)
    fixed: list[Finding] = []
    not_judged: list[Finding] = []
    looked_at = _LookedAt(before, now)
    still_there = {finding.fingerprint for finding in matches.values()}
    for finding in earlier:
        if finding.fingerprint not in still_there:
            (fixed if finding in looked_at else not_judged).append(finding)
    accepted = {fingerprint for fingerprint, finding in matches.items() if finding.status == "waived"}
    return Comparison(
        new=tuple(new),
        fixed=tuple(fixed),
        unchanged=tuple(unchanged),
        waived=tuple(one for one in now.findings if one.status == "waived" and one.fingerprint not in accepted),
        not_judged=tuple(not_judged),
        since=before.judged_at if before else "",
    )


def _matches(earlier: Sequence[Finding], now: Sequence[Finding]) -> dict[str, Finding]:
    """The earlier finding that each is the same as, by the later's fingerprint.

    The numbers of findings that are alike move up when one of them is mended: those that say the same are the same.
    """
    found: dict[str, Finding] = {}
    for likeness in (_all_but_place, _all_but_occurrence):
        taken = {finding.fingerprint for finding in found.values()}
        waiting: dict[object, deque[Finding]] = defaultdict(deque)
        for finding in earlier:
            if finding.fingerprint not in taken:
                waiting[likeness(finding)].append(finding)
        for finding in now:
            if finding.fingerprint not in found and waiting[likeness(finding)]:
                found[finding.fingerprint] = waiting[likeness(finding)].popleft()
    return found


def _all_but_place(finding: Finding) -> tuple[object, ...]:
    return *finding.identity, finding.construct, finding.message


def _all_but_occurrence(finding: Finding) -> tuple[object, ...]:
    return finding.identity


def counterpart(now: Verdict, stored: Sequence[Verdict]) -> Verdict | None:
    """The earlier verdict that a later one is held against: of the same environment, and of the same stacks if one is.

    Between generations of the provider that of the same one is preferred. None where no stack was judged before.
    """
    same = [verdict for verdict in stored if verdict.environment == now.environment and _shares_stack(verdict, now)]
    return max(same, key=lambda verdict: _likeness(verdict, now), default=None)


def _shares_stack(one: Verdict, other: Verdict) -> bool:
    stacks, others = _stacks(one), _stacks(other)
    return not stacks or not others or not stacks.keys().isdisjoint(others)


def _likeness(before: Verdict, now: Verdict) -> tuple[bool, int, int]:
    stacks, others = set(_stacks(before)), set(_stacks(now))
    return _providers(before) == _providers(now), len(stacks & others), -len(stacks ^ others)


def _providers(verdict: Verdict) -> set[str]:
    return {document.provider for document in verdict.documents}


def _stacks(verdict: Verdict) -> Counter[str]:
    """How many documents each stack has."""
    return Counter(document.stack for document in verdict.documents)


def _is_worse(finding: Finding, before: Finding | None) -> bool:
    if before is None or before.status not in _OPEN:
        return True
    return (finding.blocks and not before.blocks) or (finding.status == "fail" and before.status == "unknown")


class _LookedAt:
    """The findings that the later verdict would show if they were still there.

    Not those whose rule did not run, whose stack was not judged, about which the rule itself is in doubt now, or which
    belong to what could not be expanded; and none where the run ended in error.
    """

    def __init__(self, before: Verdict | None, now: Verdict) -> None:
        self._rules = set() if now.errors else {rule.name for rule in now.rules}
        judged = _stacks(now)
        needed = _stacks(before) if before else Counter[str]()
        self._stacks = {stack for stack, number in judged.items() if number >= needed[stack]}
        self._open = [finding for finding in now.findings if finding.status == "unknown"]

    def __contains__(self, finding: Finding) -> bool:
        return (
            finding.rule in self._rules
            and (finding.engine == "synth" or finding.stack in self._stacks)
            and not any(_leaves_open(question, finding) for question in self._open)
        )


def _leaves_open(question: Finding, finding: Finding) -> bool:
    if question.stack != finding.stack:
        return False
    if question.rule == finding.rule and question.address in ("*", finding.address):
        return True
    within = (f"{question.address}.", f"{question.address}[")
    return question.rule == _EXPANSION and (finding.address == question.address or finding.address.startswith(within))
