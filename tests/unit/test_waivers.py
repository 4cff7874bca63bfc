"""Waivers: exact, dated, owned; one that nothing needs is an error."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from stackgate.finding import Finding
from stackgate.waivers import Waiver, WaiverError, Waivers, load_waivers

TODAY = dt.date(2026, 6, 1)
RULES = {"queue_encrypted", "network_two_zones"}
GOOD = """
[[waiver]]
rule = "queue_encrypted"
address = "aws_sqs_queue.jobs"
reason = "a public feed, nothing to hide"
owner = "ann@example.com"
expires = 2026-09-01
"""


def finding(rule: str = "queue_encrypted", address: str = "aws_sqs_queue.jobs", stack: str = "s") -> Finding:
    return Finding(rule, "policies", "error", "fail", address, "not encrypted", stack=stack)


def load(tmp_path: Path, text: str, environment: str = "prod") -> Waivers:
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    return load_waivers(path, environment, RULES, {"dev", "prod"}, TODAY)


def test_exactly_the_named_finding_is_waived(tmp_path: Path) -> None:
    waivers = load(tmp_path, GOOD)
    waived = waivers.accept(finding())
    assert waived.status == "waived"
    assert waived.waiver == {
        "reason": "a public feed, nothing to hide",
        "owner": "ann@example.com",
        "expires": "2026-09-01",
    }
    assert not waived.blocks
    assert waivers.accept(finding(address="aws_sqs_queue.other")).status == "fail"
    assert waivers.accept(finding(rule="network_two_zones")).status == "fail"
    assert waivers.stale([waived], RULES, {"s"}) == []


def test_a_star_is_an_address_and_no_pattern(tmp_path: Path) -> None:
    waivers = load(tmp_path, GOOD.replace("aws_sqs_queue.jobs", "*"))
    assert waivers.accept(finding()).status == "fail"
    assert waivers.accept(finding(address="*")).status == "waived"


def test_an_expired_waiver_lets_the_finding_back_and_says_so(tmp_path: Path) -> None:
    waivers = load(tmp_path, GOOD.replace("2026-09-01", "2026-05-31"))
    assert waivers.accept(finding()).status == "fail"
    assert waivers.stale([finding()], RULES, {"s"}) == []
    assert waivers.notes() == (
        "the waiver of queue_encrypted at aws_sqs_queue.jobs (ann@example.com) expired on 2026-05-31",
    )


def test_a_waiver_holds_on_its_last_day_and_warns_before(tmp_path: Path) -> None:
    waivers = load(tmp_path, GOOD.replace("2026-09-01", "2026-06-01"))
    assert waivers.accept(finding()).status == "waived"
    assert "expires in 0 days" in waivers.notes()[0]
    assert "expires in 14 days" in load(tmp_path, GOOD.replace("2026-09-01", "2026-06-15")).notes()[0]
    assert load(tmp_path, GOOD.replace("2026-09-01", "2026-06-16")).notes() == ()


def test_a_waiver_that_matches_nothing_is_an_error_if_its_rule_ran_on_its_stack(tmp_path: Path) -> None:
    waivers = load(tmp_path, GOOD)
    assert [error.where for error in waivers.stale([], RULES, {"s"})] == ["waivers"]
    assert [error.where for error in waivers.stale([replace(finding(), status="pass")], RULES, {"s"})] == ["waivers"]
    assert waivers.stale([], {"network_two_zones"}, {"s"}) == []
    of_another = load(tmp_path, GOOD + 'stack = "other"\n')
    assert of_another.accept(finding()).status == "fail"
    assert of_another.stale([finding()], RULES, {"s"}) == []
    assert len(of_another.stale([finding()], RULES, {"other"})) == 1


def test_a_waiver_of_another_environment_does_not_apply(tmp_path: Path) -> None:
    text = GOOD + 'environments = ["dev"]\n'
    elsewhere = load(tmp_path, text)
    assert elsewhere.accept(finding()).status == "fail"
    assert elsewhere.stale([finding()], RULES, {"s"}) == []
    assert load(tmp_path, text, "dev").accept(finding()).status == "waived"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[waiver]", "is not TOML"),
        ("[[waivers]]", "waivers"),
        (GOOD + 'until = "then"\n', "until"),
        (GOOD.replace('owner = "ann@example.com"\n', ""), "owner"),
        (GOOD.replace("a public feed, nothing to hide", "because"), "too short"),
        (GOOD.replace("queue_encrypted", "queue_encripted"), "a rule that does not exist"),
        (GOOD + 'environments = ["prd"]\n', "an environment that does not exist: 'prd'"),
        (GOOD.replace("2026-09-01", '"2026-09-01"'), "no date in 'expires'"),
        (GOOD.replace("2026-09-01", "2026-09-01T10:00:00"), "no date in 'expires'"),
        (GOOD.replace("2026-09-01", "2026-11-29"), "longer than 180 days"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(WaiverError, match=message) as raised:
        load(tmp_path, text)
    assert "waivers.toml" in str(raised.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WaiverError, match="cannot be read"):
        load_waivers(tmp_path / "none.toml", "prod", RULES, {"prod"}, TODAY)


def test_the_longest_waiver_lasts_180_days(tmp_path: Path) -> None:
    (waiver,) = load(tmp_path, GOOD.replace("2026-09-01", "2026-11-28")).applying
    assert isinstance(waiver, Waiver)
