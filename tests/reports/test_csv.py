"""The CSV report: read back by the csv module, and no formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_verdicts import HOSTILE_TEXTS, each_kind, finding, hostile, many, three_runs, verdict

from stackgate.finding import JudgementError, Verdict
from stackgate.reports import render
from stackgate.reports.audit import Audit
from stackgate.reports.comma_separated import COLUMNS, cell

TRIGGERS = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"
NUMBER = re.compile(r"-\d+(\.\d+)?")
EXCEL = 32_767


def rows(judged: Audit | Verdict) -> list[dict[str, str]]:
    header, *found = csv.reader(io.StringIO(render(judged, "csv"), newline=""), strict=True)
    assert tuple(header) == COLUMNS
    assert {len(row) for row in found} == {len(COLUMNS)}
    return [dict(zip(header, row, strict=True)) for row in found]


def of(judged: Audit | Verdict, record: str) -> list[dict[str, str]]:
    return [row for row in rows(judged) if row["record"] == record]


def restored(shown: str) -> str:
    return re.sub(r"""(^|;)([\s"]*)'(?='*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])""", r"\1\2", shown)


def dangerous(text: str) -> bool:
    begun = text.lstrip(' "')
    return begun.startswith(tuple(TRIGGERS)) and not NUMBER.fullmatch(begun)


def test_a_finding_is_a_row_with_all_that_is_known() -> None:
    (row,) = of(verdict(finding()), "finding")
    assert row == dict.fromkeys(COLUMNS, "") | {
        "run": "prod",
        "record": "finding",
        "rule": "queue_encrypted",
        "engine": "policies",
        "level": "error",
        "status": "fail",
        "stack": "shop",
        "address": "aws_sqs_queue.jobs",
        "construct": "shop/jobs",
        "attribute": "kms_master_key_id",
        "value": "alias/aws/sqs",
        "values": "kms_master_key_id=alias/aws/sqs",
        "source.file": "stack/queues.py",
        "source.line": "12",
        "location.path": "cdk.tf.json",
        "location.line": "40",
        "message": "not encrypted",
        "why": "People read it.",
        "fix": "Set a key.",
        "controls": "SQS.1, SC-28",
        "guards": "MF-4",
        "fingerprint": finding().fingerprint,
        "occurrence": "0",
        "judged_at": "2026-11-23T12:00:00Z",
    }


def test_each_kind_of_finding_is_there_with_its_waiver() -> None:
    found = of(verdict(*each_kind()), "finding")
    assert [row["status"] for row in found] == ["fail", "unknown", "fail", "fail", "waived"]
    assert found[4]["waiver.reason"] == "public feed"
    assert (found[4]["waiver.owner"], found[4]["waiver.expires"]) == ("ann", "2027-01-31")
    assert found[3]["corroboration"] == "CKV_AWS_27 fail"
    assert found[2]["address"] == "*"


def test_what_passed_is_there_with_the_values_seen() -> None:
    judged = verdict(*each_kind())
    passed = of(judged, "pass")
    assert len(passed) == judged.counts["pass"] == 9
    assert passed[0]["values"] == 'tags={"team":"shop"}'
    assert (passed[0]["status"], passed[0]["level"], passed[0]["controls"]) == ("pass", "error", "CM-8")


def test_a_pass_that_is_a_finding_too_stands_there_once() -> None:
    passed = finding(rule="stack_tagged", status="pass", address="aws_vpc.main")
    found = of(verdict(passed), "pass")
    assert len(found) == 9
    assert [row["message"] for row in found if row["address"] == "aws_vpc.main"] == ["not encrypted"]


def test_a_ledger_that_was_not_kept_is_told() -> None:
    judged = verdict(finding(), kept=False)
    assert of(judged, "pass") == []
    assert "the ledger was not kept" in of(judged, "verdict")[0]["message"]
    assert "the ledger" not in of(verdict(finding()), "verdict")[0]["message"]


def test_every_run_has_a_row_and_errors_are_rows() -> None:
    told = of(three_runs(), "verdict")
    assert [(row["run"], row["status"]) for row in told] == [
        ("prod", "blocked"),
        ("staging", "allowed"),
        ("dev", "error"),
    ]
    (error,) = of(three_runs(), "error")
    assert (error["run"], error["location.path"], error["message"]) == ("dev", "bad.json", "is empty")
    empty = verdict(documents=(), rules=(), errors=[JudgementError("app", "no document")], kept=False)
    assert len(of(empty, "error")) == 1


def test_five_hundred_findings_are_five_hundred_rows() -> None:
    assert len({row["fingerprint"] for row in of(many(500), "finding")}) == 500


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:20]))
def test_hostile_text_begins_no_formula_and_breaks_no_row(text: str) -> None:
    found = rows(hostile(text))
    for value in (value for row in found for value in row.values()):
        assert value.isprintable()
        assert not dangerous(value)
        assert len(value) < EXCEL
    assert len(found) == len(rows(hostile("x")))


@given(st.text() | st.text(alphabet=f"{TRIGGERS}'\"; ,1.a"))
def test_no_cell_begins_with_what_begins_a_formula(text: str) -> None:
    shown = cell(text)
    assert not dangerous(shown)
    # In many countries Excel splits at semicolons, and LibreOffice does by default.
    assert not any(dangerous(part) for part in shown.split(";"))
    assert next(csv.reader(io.StringIO(_written(shown), newline=""))) == [shown, shown]


@given(st.text(alphabet="=+-@\uff1d\uff0b'\"; ,1.a\ufe63"))
def test_a_cell_can_be_read_back(text: str) -> None:
    assert restored(cell(text)) == text


@pytest.mark.parametrize("text", ["-1", "-12.5", "a-b", "1-2", "arn:aws:x", "'quoted'", ""])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(1)", ' "=1', "\uff1d1", "-1;=2"])
def test_what_is_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell(text).replace("'", "", 1) == text
    assert cell(text) != text


def test_a_cell_keeps_below_what_excel_takes() -> None:
    assert len(cell(";=" * 20_000)) < EXCEL / 2
    assert cell("x" * 1_000_000).endswith("(1000000 characters)")


def _written(shown: str) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerow([shown, shown])
    return file.getvalue()


def test_of_two_documents_of_one_name_the_pass_of_one_is_there_beside_the_fault_of_the_other() -> None:
    judged = verdict(finding())
    assert judged.evidence is not None
    passed = replace(judged.evidence.pairs[-1], outcome="pass")
    judged = replace(judged, evidence=replace(judged.evidence, pairs=(*judged.evidence.pairs, passed)))
    assert [row["rule"] for row in of(judged, "pass")].count("queue_encrypted") == 1
