"""What changed between two verdicts: by fingerprint, and never fixed where nobody looked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_verdicts import JUDGED_AT, finding, rules_of, unknown, verdict, waived, warning

from stackgate.finding import Finding, JudgedDocument, JudgementError, Source
from stackgate.reports.comparison import Comparison, compare, counterpart

JOBS = finding()
OTHER = finding(address="aws_sqs_queue.other")
RULES = rules_of([JOBS])


def changed(before: list[Finding], now: list[Finding], **how: object) -> dict[str, list[str]]:
    """The addresses by what became of them; the later verdict ran all rules but for what is given."""
    found = compare(verdict(*before), verdict(*now, **{"rules": rules_of([*before, *now])} | how))  # type: ignore[arg-type]
    groups = {name: getattr(found, name) for name in ("new", "fixed", "unchanged", "waived", "not_judged")}
    return {name: [one.address for one in group] for name, group in groups.items() if group}


def test_each_finding_is_new_fixed_or_unchanged() -> None:
    gone = finding(address="aws_sqs_queue.gone")
    told = changed([JOBS, gone], [JOBS, OTHER])
    assert told == {"new": [OTHER.address], "fixed": [gone.address], "unchanged": [JOBS.address]}


def test_shifted_lines_another_value_and_another_wording_change_nothing() -> None:
    moved = replace(JOBS, source=Source("moved.py", 99), location=None, value="x", message="in other words", fix="so")
    assert changed([JOBS], [moved]) == {"unchanged": [JOBS.address]}


def test_of_two_alike_one_is_fixed() -> None:
    assert changed([finding(), finding()], [JOBS]) == {"unchanged": [JOBS.address], "fixed": [JOBS.address]}


def test_of_two_alike_the_one_that_says_the_same_is_still_there() -> None:
    """Their numbers move up when the first is mended, and down when one is put before it."""
    first, second = (finding(message=text, construct=f"shop/{text}") for text in ("a", "b"))
    found = compare(verdict(first, second), verdict(second))
    assert [[one.message for one in group] for group in (found.fixed, found.unchanged, found.new)] == [["a"], ["b"], []]
    found = compare(verdict(second), verdict(first, second))
    assert [[one.message for one in group] for group in (found.fixed, found.unchanged, found.new)] == [[], ["b"], ["a"]]
    found = compare(verdict(second), verdict(first))
    assert [[one.message for one in group] for group in (found.fixed, found.unchanged)] == [[], ["a"]]


def test_the_waiver_of_one_of_two_alike_stays_with_it() -> None:
    first, second = finding(message="a"), waived(address=JOBS.address, message="b")
    assert compare(verdict(first, second), verdict(second)).waived == ()


def test_a_waiver_is_told_once_and_its_end_makes_the_finding_new() -> None:
    accepted = waived(address=JOBS.address)
    assert changed([JOBS], [accepted]) == {"waived": [JOBS.address]}
    assert changed([], [accepted]) == {"waived": [JOBS.address]}
    assert changed([accepted], [accepted]) == {}
    assert changed([accepted], [JOBS]) == {"new": [JOBS.address]}
    assert changed([accepted], []) == {"fixed": [JOBS.address]}


def test_what_has_become_worse_is_new_and_what_has_become_better_is_not_fixed() -> None:
    question, doubt = unknown(address=JOBS.address), warning(rule=JOBS.rule)
    assert changed([question], [JOBS]) == {"new": [JOBS.address]}
    assert changed([doubt], [JOBS]) == {"new": [JOBS.address]}
    assert changed([doubt], [question]) == {"new": [JOBS.address]}
    assert changed([JOBS], [question]) == {"unchanged": [JOBS.address]}
    assert changed([JOBS], [doubt]) == {"unchanged": [JOBS.address]}


def test_a_pass_is_no_finding() -> None:
    passed = finding(status="pass")
    assert changed([passed], [JOBS]) == {"new": [JOBS.address]}
    assert changed([JOBS], [passed]) == {"fixed": [JOBS.address]}


DOCUMENT = verdict().documents[0]
UNSEEN: dict[str, dict[str, object]] = {
    "the rule did not run": {"rules": rules_of([warning()])},
    "the run ended in error": {"errors": [JudgementError("x", "broke")]},
    "nothing was judged": {"documents": ()},
    "another stack was judged": {"documents": (replace(DOCUMENT, stack="billing"),)},
}


@pytest.mark.parametrize("how", UNSEEN.values(), ids=UNSEEN.keys())
def test_what_was_not_looked_at_again_is_not_fixed(how: dict[str, object]) -> None:
    assert changed([JOBS], [], **how) == {"not_judged": [JOBS.address]}


def test_of_two_documents_of_one_stack_both_must_be_judged_again() -> None:
    both = (DOCUMENT, JudgedDocument("second.tf.json", "1" * 64, DOCUMENT.stack, 1))
    before = verdict(JOBS, documents=both)
    assert compare(before, verdict(rules=RULES)).not_judged == (JOBS,)
    assert compare(before, verdict(rules=RULES, documents=both)).fixed == (JOBS,)


@pytest.mark.parametrize(
    ("question", "becomes"),
    [
        (unknown(address=JOBS.address, attribute=None), "not_judged"),
        (unknown(address="*", attribute=None), "not_judged"),
        (unknown(address=JOBS.address, attribute=None, rule="schema"), "not_judged"),
        (unknown(address=JOBS.address, attribute=None, rule="stack_tagged"), "fixed"),
        (unknown(address="aws_sqs_queue.job", attribute=None, rule="schema"), "fixed"),
        (unknown(address=JOBS.address, attribute=None, stack="billing"), "fixed"),
    ],
)
def test_what_the_rule_could_not_decide_again_is_not_fixed(question: Finding, becomes: str) -> None:
    assert changed([JOBS], [question]) == {becomes: [JOBS.address], "new": [question.address]}


@pytest.mark.parametrize("inside", ["module.shop.aws_sqs_queue.jobs", "module.shop[0].aws_sqs_queue.jobs"])
def test_what_lies_in_a_module_that_cannot_be_expanded_is_not_fixed(inside: str) -> None:
    module = unknown(address="module.shop", rule="schema")
    assert changed([finding(address=inside)], [module])["not_judged"] == [inside]


def test_a_fault_of_the_source_needs_no_document_to_be_fixed() -> None:
    fault = finding(engine="synth", stack="", address="*", rule="synth_no_stack")
    assert changed([fault], [], documents=()) == {"fixed": ["*"]}


def test_the_counterpart_has_the_environment_then_the_provider_then_the_stacks() -> None:
    dev, old, new = verdict(environment="dev"), verdict(provider="aws 5"), verdict(provider="aws 6")
    billing = verdict(stack="billing")
    stored = [dev, billing, old, new]
    assert [counterpart(now, stored) for now in stored] == stored
    assert counterpart(verdict(provider="aws 7"), [dev, old]) == old
    assert counterpart(verdict(environment="staging"), stored) is None
    assert counterpart(verdict(stack="unheard"), stored) is None
    broken = verdict(documents=(), errors=[JudgementError("synth", "failed")])
    assert counterpart(broken, [dev, new]) == new


def test_without_an_earlier_verdict_all_is_new() -> None:
    assert compare(None, verdict(JOBS, OTHER)) == Comparison(new=(JOBS, OTHER))
    assert compare(verdict(), verdict()).since == JUDGED_AT
