"""The report for a terminal, as a person sees it: narrow, piped, long, and with text that others wrote."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from made_up_verdicts import HOSTILE_TEXTS, each_kind, finding, hostile, many, three_runs, verdict, waived
from rich.cells import cell_len
from rich.console import Console

from stackgate.finding import Location, Verdict
from stackgate.reports import render
from stackgate.reports.audit import Audit, audit_of
from stackgate.reports.comparison import compare
from stackgate.reports.text import show


def shown(audit: Audit | Verdict, width: int = 80, **how: object) -> str:
    """What a terminal of that width gets."""
    file = io.StringIO()
    console = Console(file=file, width=width, highlight=False, **how)  # type: ignore[arg-type]
    show(audit_of([audit]) if isinstance(audit, Verdict) else audit, console)
    return file.getvalue()


def since(before: Verdict, now: Verdict) -> list[str]:
    return render(audit_of([now], [compare(before, now)]), "text").splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_nothing_is_wider_than_the_terminal_but_places_and_single_lines(width: int) -> None:
    long = finding(message="word " * 60, why="word " * 60, fix="word " * 60, value="x" * 150)
    kept = ("a note", "prod:", "stack/queues.py:12", "cdk.tf.json:40")
    for line in shown(verdict(long, *each_kind()), width).splitlines():
        assert cell_len(line) <= width or any(word in line for word in kept)
        assert line == line.rstrip()


def test_a_long_address_stays_in_one_piece_and_its_place_goes_to_the_next_line() -> None:
    address = f"module.{'deep.' * 30}aws_sqs_queue.jobs"
    lines = shown(verdict(finding(address=address)), 60).splitlines()
    assert lines[:2] == [address, "  stack/queues.py:12  shop/jobs"]


def test_where_there_is_little_room_the_message_stands_below_the_rule() -> None:
    one = finding(message="kms_master_key_id is not set", rule="a_rule_with_a_rather_long_name")
    assert "a_rule_with_a_rather_long_name kms_master_key_id is not set" in shown(verdict(one), 80)
    assert "a_rule_with_a_rather_long_name\n          kms_master_key_id is not set\n" in shown(verdict(one), 60)


def test_wide_characters_are_counted_as_two_columns() -> None:
    wide = shown(verdict(finding(message="暗号化されていません" * 12)), 60)
    assert all(cell_len(line) <= 60 for line in wide.splitlines() if "暗" in line)


@pytest.mark.parametrize(
    ("message", "value", "told"),
    [
        ("not encrypted", "alias/aws/sqs", True),
        ("kms_master_key_id is alias/aws/sqs", "alias/aws/sqs", False),
        ("at most 100 allowed", "10", True),
        ("not encrypted", None, False),
        ("not encrypted", "", False),
    ],
)
def test_the_value_is_told_where_the_message_does_not(message: str, value: str | None, told: bool) -> None:
    text = render(verdict(finding(message=message, value=value)), "text")
    assert (re.search(r"^ +value\b", text, re.MULTILINE) is not None) == told


def test_a_short_list_has_no_table_and_a_long_one_ends_with_the_worst_rules() -> None:
    assert "findings by rule" not in render(many(20), "text")
    rules = [finding(rule=f"rule_{index}", address=f"aws_x.a{at}") for index in range(20) for at in range(index + 1)]
    doubts = [finding(rule="doubt", level="warning", address=f"aws_x.w{at}") for at in range(50)]
    lines = render(verdict(*rules, *doubts), "text").splitlines()
    (head,) = [number for number, line in enumerate(lines) if line.startswith("260 findings by rule")]
    assert lines[head + 1].split() == ["rule_19", "20"]
    assert lines[head + 15].split() == ["rule_5", "6"]
    assert lines[head + 16].startswith("and 6 rules more; --report html=")
    assert lines[-1].startswith("BLOCKED  prod: ")


def test_a_rule_is_explained_once() -> None:
    text = render(many(500), "text")
    assert text.count("why People read it.") == 10
    assert text.count("not encrypted") == 500


def test_one_address_in_two_documents_of_a_stack_is_two_resources() -> None:
    first, second = (finding(source=None, location=Location(path, 3)) for path in ("a.tf.json", "b.tf.json"))
    text = render(verdict(first, second), "text")
    assert "aws_sqs_queue.jobs  a.tf.json:3" in text
    assert "aws_sqs_queue.jobs  b.tf.json:3" in text


def test_of_several_stacks_each_resource_tells_its_own() -> None:
    document = verdict().documents[0]
    bare = {"construct": None, "source": None, "location": None}
    findings = [finding(stack=stack, **bare) for stack in ("shop", "billing")]
    text = render(verdict(*findings, documents=(document, replace(document, stack="billing"))), "text")
    assert "aws_sqs_queue.jobs  shop\n" in text
    assert "aws_sqs_queue.jobs  billing\n" in text


def test_what_changed_is_told_before_the_verdict() -> None:
    old, gone = finding(address="aws_x.old"), finding(address="aws_x.gone")
    before = verdict(old, gone, finding(), judged_at="2026-11-20T09:15:00Z")
    lines = since(before, verdict(old, finding(address="aws_x.new"), waived(address="aws_sqs_queue.jobs")))
    assert lines[-3:-1] == [
        "fixed: queue_encrypted at aws_x.gone (kms_master_key_id)",
        "since 2026-11-20: 1 new, 1 fixed, 1 unchanged, 1 waived, 0 not judged again",
    ]
    marked = [number for number, line in enumerate(lines) if "queue_encrypted (new)" in line]
    assert [lines[number - 1].split()[0] for number in marked] == ["aws_x.new"]


def test_what_was_not_judged_again_is_named_and_a_long_list_of_it_is_cut() -> None:
    before = verdict(*(finding(address=f"aws_x.a{number}") for number in range(30)))
    lines = since(before, verdict(rules=()))
    assert "not judged again: queue_encrypted at aws_x.a0 (kms_master_key_id)" in lines
    assert "not judged again: and 10 more" in lines
    assert "since 2026-11-23T12:00:00Z: 0 new, 0 fixed, 0 unchanged, 0 waived, 30 not judged again" in lines


def test_several_runs_begin_with_a_table_and_end_with_the_worst() -> None:
    audit = three_runs()
    lines = render(audit, "text").splitlines()
    head = "run verdict pass fail warning unknown waived not judged new fixed"
    assert " ".join(lines[0].split()) == head
    for line, run in zip(lines[1:4], audit.runs, strict=True):
        assert line.startswith(f"{run.name} ")
        assert line.removeprefix(run.name).split()[0] == run.verdict.decision
    assert [line for line in lines if line.startswith("== ")] == [f"== {run.name} ==" for run in audit.runs]
    assert lines[-1].startswith("ERROR  1 of 3 runs allowed. error: ")


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: text[:12].encode("unicode_escape").decode())
def test_hostile_text_neither_steers_the_terminal_nor_fills_it(text: str) -> None:
    audit = audit_of([hostile(text), hostile(f"{text}{text}")], [compare(hostile("other"), hostile(text)), None])
    told = render(audit, "text")
    assert told.replace("\n", "").isprintable()
    colours = re.sub(r"\x1b\[[\d;]*m", "", shown(audit, 80, force_terminal=True))
    assert colours.replace("\n", "").isprintable()
    assert len(told) < 100_000


def test_markup_of_the_console_is_shown_as_it_is_written() -> None:
    assert "[bold]x[/bold]" in shown(verdict(finding(message="[bold]x[/bold]")), force_terminal=True)


def test_without_colour_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31m" in shown(verdict(*each_kind()), force_terminal=True, color_system="standard")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;31m" not in shown(verdict(*each_kind()), force_terminal=True, color_system="standard")
    assert "\x1b" not in render(verdict(*each_kind()), "text")
