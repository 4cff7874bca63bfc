"""An audit: what its runs are called, and the worst of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_verdicts import finding, verdict

from stackgate.finding import JudgementError, Verdict
from stackgate.reports.audit import audit_of

BROKEN = verdict(errors=[JudgementError("a.json", "is empty")])


def names(*verdicts: Verdict) -> list[str]:
    return [run.name for run in audit_of(verdicts).runs]


def test_a_run_is_named_by_what_tells_it_from_the_others() -> None:
    assert names(verdict()) == ["prod"]
    assert names(verdict(environment="dev"), verdict()) == ["dev", "prod"]
    matrix = [verdict(environment=env, provider=aws) for aws in ("aws 6", "aws 5") for env in ("dev", "prod")]
    assert names(*matrix) == ["dev, aws 6", "prod, aws 6", "dev, aws 5", "prod, aws 5"]
    assert names(verdict(stack="shop"), verdict(stack="billing")) == ["prod, shop", "prod, billing"]


def test_runs_that_nothing_tells_apart_are_numbered() -> None:
    assert names(verdict(), verdict(finding()), BROKEN) == ["prod", "prod (2)", "prod (3)"]


def test_many_stacks_are_not_all_named() -> None:
    document = verdict().documents[0]
    stacks = tuple(replace(document, stack=f"s{number}") for number in range(40))
    assert names(verdict(documents=stacks), verdict()) == ["prod, s0 + 39 more", "prod, shop"]


@pytest.mark.parametrize(
    ("verdicts", "decision", "status"),
    [
        ([verdict()], "allowed", 0),
        ([verdict(), verdict(finding())], "blocked", 1),
        ([BROKEN, verdict(), verdict(finding())], "error", 2),
    ],
)
def test_the_worst_verdict_counts(verdicts: list[Verdict], decision: str, status: int) -> None:
    audit = audit_of(verdicts)
    assert (audit.decision, audit.exit_status) == (decision, status)


def test_an_audit_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="at least one"):
        audit_of([])
