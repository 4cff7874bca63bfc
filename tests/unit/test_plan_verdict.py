"""The verdict on a plan: what it destroys blocks, what was open is decided, and no secret of it is told."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from plan_cases import plan_of

from stackgate.bundle import bundled
from stackgate.finding import Decided, Verdict
from stackgate.reports import MODULES, render
from stackgate.run import Run
from stackgate.settings import Settings
from stackgate.synth_rules import DROPPED_KEYS

PLANS = Path(__file__).parents[1] / "plans"
SHOP = PLANS / "shop.tf.json"
ENCRYPTED = ("database_encrypted", "aws_rds_cluster.main")
TOPIC = {"resource": {"aws_sns_topic": {"alarms": {"name": "alarms", "kms_master_key_id": "alias/own"}}}}
OPEN = {
    "variable": {"key": {}},
    "resource": {"aws_sns_topic": {"alarms": {"name": "alarms", "kms_master_key_id": "${var.key}"}}},
}
RUN = Run(Settings(), "prod")


def written(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def judge(
    folder: Path,
    document: dict[str, Any],
    changes: list[dict[str, Any]],
    run: Run = RUN,
    asked: tuple[tuple[str, str], ...] = (),
    **variables: Any,
) -> Verdict:
    plan = plan_of(document, changes) | {"variables": {name: {"value": given} for name, given in variables.items()}}
    return run.plan(written(folder, "plan.json", plan), written(folder, "cdk.tf.json", document), "the plan", asked)


def waiver(folder: Path, rule: str, address: str) -> Run:
    file = folder / "waivers.toml"
    expires = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
    file.write_text(
        f"[[waiver]]\nrule = {json.dumps(rule)}\naddress = {json.dumps(address)}\n"
        f'reason = "saved before"\nowner = "ann"\nexpires = {expires}\n',
        encoding="utf-8",
    )
    return replace(RUN, waivers=file)


def found(verdict: Verdict, engine: str = "plan_") -> set[tuple[str, str, str]]:
    return {(one.rule, one.address, one.status) for one in verdict.findings if one.rule.startswith(engine)}


def test_a_plan_that_only_makes_what_is_declared_is_allowed(tmp_path: Path) -> None:
    body = TOPIC["resource"]["aws_sns_topic"]["alarms"]
    change = {"address": "aws_sns_topic.alarms", "actions": ["create"], "after": body}
    verdict = judge(tmp_path, TOPIC, [change])
    assert (verdict.decision, verdict.engines) == ("allowed", ("validators", "policies"))
    assert verdict.documents[0].path == "the plan"
    assert any("schema" in note for note in verdict.notes)


@pytest.mark.parametrize(
    "address",
    ["aws_kinesis_stream.main", 'module.db["eu"].aws_rds_cluster.main', "aws_dynamodb_table.main[3]"],
)
def test_what_holds_data_is_kept_unless_a_waiver_gives_up_exactly_that(tmp_path: Path, address: str) -> None:
    changes = [{"address": address, "actions": ["delete"], "before": {"name": "main"}}]
    blocked = judge(tmp_path, TOPIC, changes)
    assert (blocked.decision, found(blocked)) == ("blocked", {("plan_keeps_data", address, "fail")})
    assert blocked.findings[0].location is not None
    given_up = waiver(tmp_path, "plan_keeps_data", address)
    allowed = judge(tmp_path, TOPIC, changes, given_up)
    assert (allowed.decision, found(allowed)) == ("allowed", {("plan_keeps_data", address, "waived")})
    other = [{"address": f"{address.rpartition('.')[0]}.other", "actions": ["delete"], "before": {}}]
    assert judge(tmp_path, TOPIC, other, given_up).exit_status == 2
    assert judge(tmp_path, TOPIC, changes + other, given_up).decision == "blocked"


def test_a_replaced_database_blocks_and_a_waiver_accepts_it() -> None:
    verdict = RUN.plan(PLANS / "replace.json", SHOP, "the plan")
    assert found(verdict) == {("plan_keeps_data", "aws_rds_cluster.main", "fail")}
    (finding,) = (one for one in verdict.findings if one.rule == "plan_keeps_data")
    assert (finding.message, finding.attribute) == (
        "a database would be replaced because of storage_encrypted",
        "storage_encrypted",
    )
    assert finding.construct == "shop/main"


def test_a_deleted_stream_blocks() -> None:
    verdict = RUN.check([PLANS / "delete.json"])
    assert verdict.decision == "blocked"
    assert found(verdict) == {("plan_keeps_data", "aws_kinesis_stream.events", "fail")}


def test_what_was_changed_by_hand_is_not_overwritten_unseen() -> None:
    drift = [one for one in RUN.check([PLANS / "drift.json"]).findings if one.rule == "plan_drift"]
    assert {(one.address, one.attribute) for one in drift} == {
        ("aws_sqs_queue.gone", None),
        ("aws_sqs_queue.q", "tags"),
        ("aws_sqs_queue.q", "visibility_timeout_seconds"),
    }
    assert {one.status for one in drift} == {"fail"}
    relaxed = replace(RUN, environment="dev").check([PLANS / "drift.json"])
    assert {one.level for one in relaxed.findings if one.rule == "plan_drift"} == {"warning"}


def test_a_waiver_of_a_plan_is_not_stale_on_a_document(tmp_path: Path) -> None:
    given_up = waiver(tmp_path, "plan_keeps_data", "aws_kinesis_stream.main")
    assert given_up.check([written(tmp_path, "cdk.tf.json", TOPIC)]).decision == "allowed"


def test_a_waiver_of_an_open_question_is_not_stale_when_the_plan_decides_it(tmp_path: Path) -> None:
    accepted = waiver(tmp_path, "topic_encrypted", "aws_sns_topic.alarms")
    assert accepted.check([written(tmp_path, "cdk.tf.json", OPEN)]).decision == "allowed"
    change = {"address": "aws_sns_topic.alarms", "actions": ["create"], "after": {"kms_master_key_id": "alias/own"}}
    assert judge(tmp_path, OPEN, [change], accepted, key="alias/own").decision == "allowed"


@pytest.mark.parametrize(("key", "decision", "now"), [("alias/own", "allowed", "pass"), (None, "blocked", "fail")])
def test_what_was_open_is_decided(tmp_path: Path, key: str | None, decision: str, now: str) -> None:
    before = RUN.check([written(tmp_path, "open.tf.json", OPEN)])
    asked = tuple((one.rule, one.address) for one in before.findings if one.status == "unknown")
    assert before.decision == "blocked"
    assert asked[0] == ("topic_encrypted", "aws_sns_topic.alarms")
    planned = {"name": "alarms", "kms_master_key_id": key}
    change = {"address": "aws_sns_topic.alarms", "actions": ["create"], "after": planned}
    asked = (*asked, ("topic_encrypted", "aws_sns_topic.gone"))
    verdict = judge(tmp_path, OPEN, [change], RUN, asked, key=key)
    assert verdict.decision == decision
    assert verdict.decided[0] == Decided(*asked[0], now)
    assert verdict.decided[-1] == Decided(*asked[-1], "gone")
    assert "unknown" not in {one.now for one in verdict.decided}
    assert all(one.status != "pass" for one in verdict.findings)


@pytest.mark.parametrize(("plan", "now"), [("keep.json", "pass"), ("replace.json", "fail")])
def test_a_real_plan_decides_whether_the_database_is_encrypted(plan: str, now: str) -> None:
    before = RUN.check([SHOP])
    assert ENCRYPTED in {(one.rule, one.address) for one in before.findings if one.status == "unknown"}
    verdict = RUN.plan(PLANS / plan, SHOP, "the plan", [ENCRYPTED])
    assert verdict.decided == (Decided(*ENCRYPTED, now),)
    assert "unknown" not in {one.status for one in verdict.findings}


def test_what_only_the_schema_left_open_has_passed_and_what_nobody_saw_stays_open(tmp_path: Path) -> None:
    change = {"address": "aws_sns_topic.alarms", "actions": ["create"]}
    body = TOPIC["resource"]["aws_sns_topic"]["alarms"]
    asked = (("schema", "module.net"),)
    verdict = judge(tmp_path, TOPIC, [change | {"after": body}], RUN, asked)
    assert (verdict.decision, verdict.decided) == ("allowed", (Decided("schema", "module.net", "pass"),))
    asked += ((DROPPED_KEYS, "*"),)
    verdict = judge(tmp_path, TOPIC, [change | {"after": body}], RUN, asked)
    assert (verdict.decision, verdict.decided[1]) == ("blocked", Decided(DROPPED_KEYS, "*", "unknown"))


def test_of_several_instances_the_worst_decides(tmp_path: Path) -> None:
    topics = {"count": "${var.n}", "kms_master_key_id": "${var.key}"}
    document = {"variable": {"n": {}, "key": {}}, "resource": {"aws_sns_topic": {"t": topics}}}
    keys = ("alias/own", None)
    changes = [
        {"address": f"aws_sns_topic.t[{i}]", "actions": ["create"], "after": {"kms_master_key_id": key}}
        for i, key in enumerate(keys)
    ]
    asked = ("topic_encrypted", "aws_sns_topic.t")
    verdict = judge(tmp_path, document, changes, RUN, (asked,), n=2)
    assert verdict.decided == (Decided(*asked, "fail"),)


def test_the_reports_tell_what_was_decided() -> None:
    verdict = RUN.plan(PLANS / "keep.json", SHOP, "the plan", [ENCRYPTED])
    report = json.loads(render(verdict, "json"))
    jsonschema.validate(report, json.loads((bundled("validators") / "schemas" / "verdict.json").read_text()))
    assert report["decided"] == [{"rule": ENCRYPTED[0], "address": ENCRYPTED[1], "now": "pass"}]
    assert "pass    database_encrypted at aws_rds_cluster.main" in render(verdict, "text")
    assert "decided" not in json.loads(render(RUN.check([SHOP]), "json"))


@pytest.mark.parametrize("plan", ["keep.json", "replace.json", "delete.json"])
def test_no_secret_of_a_plan_is_in_a_report(plan: str) -> None:
    verdict = replace(RUN, keep_passes=True).check([PLANS / plan])
    reports = "".join(render(verdict, name) for name in MODULES)
    assert "pa55word" not in reports
    assert not [one for one in verdict.findings if one.rule.startswith("secret_") and one.status == "fail"]


def test_a_name_that_equals_a_secret_is_still_told_and_a_key_that_does_is_not(tmp_path: Path) -> None:
    name = "alarms-7Xq2vLp9"
    topics = {"for_each": "${toset([var.key])}", "name": "n", "kms_master_key_id": "alias/own"}
    document = {"variable": {"key": {}}, "resource": {"aws_sns_topic": {name: topics}}}
    change = {"address": f'aws_sns_topic.{name}["{name}"]', "actions": ["create"], "after": {"name": "n"}}
    plan = plan_of(document, [change]) | {"variables": {"key": {"value": name}}}
    plan["resource_changes"][0]["change"]["after"]["secret"] = name
    plan["resource_changes"][0]["change"]["after_sensitive"] = {"secret": True}
    folder = written(tmp_path, "cdk.tf.json", document)
    verdict = replace(RUN, keep_passes=True).plan(written(tmp_path, "plan.json", plan), folder, "the plan")
    told = {one.address for one in verdict.findings if one.address.startswith("aws_sns_topic")}
    assert told == {f'aws_sns_topic.{name}["(secret, 15 characters)"]'}


def test_a_plan_that_cannot_be_read_decides_nothing(tmp_path: Path) -> None:
    half = tmp_path / "plan.json"
    half.write_text((PLANS / "keep.json").read_text(encoding="utf-8")[:5000], encoding="utf-8")
    verdict = RUN.plan(half, SHOP, "the plan", [ENCRYPTED])
    assert (verdict.exit_status, verdict.decided) == (2, ())
    assert verdict.errors[0].where == "the plan"


def test_a_document_given_for_a_plan_is_refused(tmp_path: Path) -> None:
    verdict = RUN.plan(SHOP, SHOP, "the plan")
    assert verdict.exit_status == 2
    assert "format that is not known" in verdict.errors[0].message
