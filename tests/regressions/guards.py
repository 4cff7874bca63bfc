"""Proves that each rule is needed: with it switched off, a replay or a case of its own is not found out any more.

The gate really runs without the rule, with all the others: so a rule whose finding another one tells as well, at the
same place, is noticed by nobody either. Prints each rule with what noticed, and ends with 1 where nothing did.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import yaml
from plan_cases import input_of
from suite import Stage, Suite, read_replays, seen

from stackgate.catalogue import cases_file
from stackgate.finding import Finding
from stackgate.rule import Rule
from stackgate.rulebook import Rulebook, load

PROCESSES = 4


def main() -> int:
    """Switches off each rule in turn; 1 where one is missed by nobody."""
    with tempfile.TemporaryDirectory() as folder:
        suite = Suite(read_replays(), Path(folder))
        suite.synthesize()
        names = list(load().rules)
        with ProcessPoolExecutor(PROCESSES, initializer=get_ready, initargs=(suite,)) as pool:
            noticed = dict(zip(names, pool.map(prove, names, chunksize=4), strict=True))
    width = max(map(len, names))
    for name, by in noticed.items():
        print(f"{name.ljust(width)}  {', '.join(by) if by else 'NOTICED BY NOBODY'}")
    unnoticed = [name for name, by in noticed.items() if not by]
    print(
        f"{len(names)} rules, {len(unnoticed)} noticed by nobody" + (f": {', '.join(unnoticed)}" if unnoticed else "")
    )
    return 1 if unnoticed else 0


_given: tuple[Suite, Rulebook]


def get_ready(suite: Suite) -> None:
    """Loads the rules in a process of its own: they cannot be sent to it."""
    global _given
    _given = suite, load()


def prove(name: str) -> list[str]:
    """Who notices that a rule is gone, in a process that is ready."""
    return who_notices(name, *_given)


def who_notices(name: str, suite: Suite, rules: Rulebook) -> list[str]:
    """The replays and cases that hold with all rules and do not without this one."""
    fewer, rule = without(name, rules), rules.rules[name]
    noticed = []
    for replay in suite.replays.values():
        for form, expected in replay.expected.items():
            if name not in {finding.rule for finding in expected}:
                continue
            stage = suite.stages[replay.id, form]
            with_it = set(seen(stage.judge(rules).findings, replay, form))
            without_it = set(seen(stage.judge(fewer, left_out=name).findings, replay, form))
            if with_it == set(expected) != without_it:
                noticed.append(f"{replay.id} {form}")
    for number, case in enumerate(cases(rule), 1):
        if holds(case, rules) and not holds(case, fewer, left_out=name):
            noticed.append(f"case {number}")
    return noticed


def without(name: str, rules: Rulebook) -> Rulebook:
    """The rules less one. The schema is an engine of its own, with one rule of its name: it is left out at judging."""

    def less(kind: Mapping[str, Any]) -> dict[str, Any]:
        return {key: rule for key, rule in kind.items() if key != name}

    return Rulebook(less(rules.validators), less(rules.policies), less(rules.synthesis))


def cases(rule: Rule) -> Iterator[dict[str, Any]]:
    """A rule's bad cases; the rules of the synthesis have replays alone."""
    if rule.engine != "synth":
        yield from yaml.safe_load(cases_file(rule).read_text(encoding="utf-8"))["bad"]


def holds(case: dict[str, Any], rules: Rulebook, left_out: str = "") -> bool:
    """Whether all that a case expects is said, by whichever rule; `left_out` is an engine that does not judge."""
    with tempfile.TemporaryDirectory() as folder:
        findings = Stage((input_of(case, Path(folder)),)).judge(rules, left_out).findings
    return all(any(fits(finding, expected) for finding in findings) for expected in case["expect"])


def fits(finding: Finding, expected: dict[str, str]) -> bool:
    return (
        finding.status == "fail"
        and finding.address == expected["address"]
        and expected.get("attribute", finding.attribute) == finding.attribute
        and expected.get("message", "") in finding.message
    )


if __name__ == "__main__":
    sys.exit(main())
