"""Checkov's own checks through our harness say what Checkov says of the same in HCL, and never pass by accident."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stackgate.built_in import INDEX, built_in_checks
from stackgate.resolver import build_graph
from stackgate.rule import Rule
from stackgate.scan import Scan, scan, warm_up
from stackgate.scan.built_in_index import write

TWINS = Path(__file__).parent / "one_configuration"
"""One configuration twice: in HCL, and as CDKTF writes it, with JSON strings, nulls, jsonencode and lists of one."""

_LISTED = """
CKV_AWS_1 CKV_AWS_2 CKV_AWS_7 CKV_AWS_8 CKV_AWS_18 CKV_AWS_20 CKV_AWS_21 CKV_AWS_23 CKV_AWS_24 CKV_AWS_25 CKV_AWS_26
CKV_AWS_27 CKV_AWS_28 CKV_AWS_33 CKV_AWS_36 CKV_AWS_49 CKV_AWS_50 CKV_AWS_53 CKV_AWS_54 CKV_AWS_55 CKV_AWS_56
CKV_AWS_60 CKV_AWS_61 CKV_AWS_62 CKV_AWS_63 CKV_AWS_67 CKV_AWS_70 CKV_AWS_72 CKV_AWS_79 CKV_AWS_88 CKV_AWS_107
CKV_AWS_110 CKV_AWS_131 CKV_AWS_145 CKV_AWS_168 CKV_AWS_260 CKV_AWS_277 CKV_AWS_286 CKV_AWS_287 CKV_AWS_288
CKV_AWS_289 CKV_AWS_290 CKV_AWS_301 CKV_AWS_334 CKV_AWS_335 CKV_AWS_336 CKV_AWS_355 CKV_AWS_356 CKV_AWS_363
CKV_AWS_364 CKV2_AWS_6 CKV2_AWS_10 CKV2_AWS_20 CKV2_AWS_40 CKV2_AWS_61 CKV2_AWS_74
"""
COMPARED = _LISTED.split()


def rule_of(check: str) -> Rule:
    found = built_in_checks()[check]
    return Rule(check, "policies", Path("adopted.toml"), found.types, found.name, "why", "fix", built_in=found.file)


def ask(check: str, document: dict[str, Any]) -> Scan:
    return scan(build_graph(document, "test"), {check: rule_of(check)})


def said(check: str, **resources: dict[str, Any]) -> str:
    """The answer about the first resource of a document."""
    scanned = ask(check, {"resource": {kind: {"main": body} for kind, body in resources.items()}})
    assert not scanned.errors
    return scanned.answers[0].status


_CHECKOV = ("--framework", "terraform", "--skip-download", "--compact", "--soft-fail", "-o", "json")


@pytest.fixture(scope="module")
def of_hcl(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """What the command checkov says of the configuration in HCL, by check and address."""
    done = subprocess.run(
        [sys.executable, "-m", "checkov.main", "-f", str(TWINS / "main.tf"), *_CHECKOV],
        cwd=tmp_path_factory.mktemp("checkov"),
        capture_output=True,
        text=True,
        check=True,
    )
    results = json.loads(done.stdout)["results"]
    answers = {}
    for status, key in (("pass", "passed_checks"), ("fail", "failed_checks")):
        for record in results[key]:
            prefix = "data." if record["resource"].startswith("aws_iam_policy_document.") else ""
            answers[record["check_id"], prefix + record["resource"]] = status
    return answers


@pytest.fixture(scope="module")
def of_json() -> dict[tuple[str, str], str]:
    """What our harness says of the same as CDKTF writes it."""
    graph = build_graph(json.loads((TWINS / "cdk.tf.json").read_text(encoding="utf-8")), "test")
    scanned = scan(graph, {check: rule_of(check) for check in COMPARED})
    assert not scanned.errors
    return {(answer.policy, answer.address): answer.status for answer in scanned.answers}


@pytest.mark.parametrize("check", COMPARED)
def test_it_says_of_json_what_checkov_says_of_hcl(
    check: str, of_hcl: dict[tuple[str, str], str], of_json: dict[tuple[str, str], str]
) -> None:
    theirs = {address: status for (id_, address), status in of_hcl.items() if id_ == check}
    ours = {address: status for (id_, address), status in of_json.items() if id_ == check}
    assert theirs
    assert theirs.items() <= ours.items()
    # Checkov is silent where a check does not apply; here that is a pass, so that each pair has an answer.
    assert {ours[address] for address in ours.keys() - theirs.keys()} <= {"pass"}


def test_the_twins_fail_more_than_half_of_what_is_compared(of_hcl: dict[tuple[str, str], str]) -> None:
    failed = {check for (check, _), status in of_hcl.items() if status == "fail"}
    assert len(failed & set(COMPARED)) > len(COMPARED) / 2


def test_the_index_is_that_of_the_installed_checkov(tmp_path: Path) -> None:
    write(tmp_path / "index.json")
    assert (tmp_path / "index.json").read_text(encoding="utf-8") == INDEX.read_text(encoding="utf-8")


def test_only_what_is_asked_for_is_loaded() -> None:
    code = """
import sys
from pathlib import Path
sys.path.insert(0, str(Path("tests/unit").resolve()))
from test_built_in_checks import ask
ask("CKV_AWS_3", {"resource": {"aws_ebs_volume": {"main": {}}}})
print([name for name in sys.modules if name.startswith("checkov.terraform.checks.resource.aws.")])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['checkov.terraform.checks.resource.aws.EBSEncryption']"


class TestNeitherPassNorFail:
    """Checkov's UNKNOWN means two things: that a check does not apply, and that it cannot tell."""

    def test_a_check_that_does_not_apply(self) -> None:
        assert (
            said("CKV_AWS_131", aws_lb={"load_balancer_type": "network", "subnets": ["${aws_subnet.a.id}"]}) == "pass"
        )

    def test_a_check_that_cannot_tell(self) -> None:
        assert said("CKV_AWS_131", aws_lb={"load_balancer_type": "${var.type}"}) == "unknown"

    def test_a_value_that_is_not_known(self) -> None:
        assert said("CKV_AWS_3", aws_ebs_volume={"encrypted": "${var.encrypted}"}) == "unknown"

    def test_a_block_that_is_not_known(self) -> None:
        assert said("CKV_AWS_79", aws_instance={"metadata_options": "${var.options}"}) == "unknown"

    def test_a_policy_that_is_not_known(self) -> None:
        assert said("CKV_AWS_62", aws_iam_policy={"policy": "${var.policy}"}) == "unknown"

    def test_an_action_that_is_not_known(self) -> None:
        policy = '{"Statement": [{"Effect": "Allow", "Action": "${var.action}", "Resource": "*"}]}'
        assert said("CKV_AWS_62", aws_iam_policy={"policy": policy}) == "unknown"

    def test_an_analysis_that_checkov_swallows(self) -> None:
        assert said("CKV_AWS_287", aws_iam_policy={"policy": '{"Statement": [{"Action": {"a": 1}}]}'}) == "unknown"

    def test_a_text_that_checkov_takes_for_an_expression(self) -> None:
        (error,) = ask("CKV_AWS_10", {"resource": {"aws_iam_account_password_policy": {"main": {}}}}).errors or (None,)
        assert error is None
        document = {"resource": {"aws_apigatewayv2_route": {"main": {"authorization_type": "local.kind"}}}}
        (error,) = ask("CKV_AWS_309", document).errors
        assert "takes a value for an expression" in error.message


class TestReferences:
    """The identity of a resource of the document is no wildcard and no literal; other references are not known."""

    @pytest.mark.parametrize(
        ("resource", "expected"),
        [
            ("${aws_sqs_queue.main.arn}", "pass"),
            ("${aws_sqs_queue.main.arn}/*", "pass"),
            ("${var.resource}", "unknown"),
        ],
    )
    def test_a_resource_in_a_policy(self, resource: str, expected: str) -> None:
        policy = json.dumps({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": resource}]})
        assert said("CKV_AWS_62", aws_iam_policy={"policy": policy}, aws_sqs_queue={}) == expected

    def test_what_stands_elsewhere_in_the_document(self) -> None:
        assert said("CKV_AWS_3", aws_ebs_volume={"encrypted": "${aws_ebs_volume.main.multi_attach_enabled}"}) != "pass"


@pytest.mark.parametrize(("mode", "expected"), [("monitor", "fail"), ("mon", "pass"), (False, "pass")])
def test_a_forbidden_word_is_neither_its_parts_nor_a_reason_to_break(mode: object, expected: str) -> None:
    assert said("CKV_AWS_328", aws_lb={"name": "films", "desync_mitigation_mode": mode}) == expected


def test_what_is_wrong_is_told_without_secrets() -> None:
    (answer,) = ask("CKV_AWS_3", {"resource": {"aws_ebs_volume": {"main": {"encrypted": False}}}}).answers
    assert (answer.attribute, answer.message.split(",")[0]) == ("encrypted", "encrypted is false")


def test_the_analysis_of_one_document_does_not_answer_for_another() -> None:
    def policy(action: str) -> dict[str, Any]:
        statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
        return {"resource": {"aws_iam_policy": {"main": {"policy": json.dumps({"Statement": [statement]})}}}}

    asked = [ask("CKV_AWS_287", policy(action)) for action in ("*", "sqs:SendMessage", "*")]
    assert [scanned.answers[0].status for scanned in asked] == ["fail", "pass", "fail"]


def test_a_condition_that_breaks_beside_a_connection_is_no_pass() -> None:
    warm_up()
    from checkov.common.checks_infra.solvers.attribute_solvers.base_attribute_solver import ThreadPoolExecutor

    with pytest.raises(ZeroDivisionError):
        ThreadPoolExecutor().submit(lambda: 1 / 0)


class TestWaysToFail:
    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"built_in": "resource/aws/NoSuchFile.py"}, "does not load: ModuleNotFoundError"),
            ({"built_in": "resource/aws/SQSQueueEncryption.py"}, "is not in the installed Checkov"),
            ({"built_in": "graph_checks/aws/NoSuchFile.json"}, "cannot be read: FileNotFoundError"),
            ({"types": ("aws_ebs_volume", "aws_sqs_queue")}, "is another in the installed Checkov"),
        ],
    )
    def test_a_check_that_is_not_what_it_was(self, changed: dict[str, Any], message: str) -> None:
        graph = build_graph({"resource": {"aws_ebs_volume": {"main": {"encrypted": True}}}}, "test")
        scanned = scan(graph, {"CKV_AWS_3": replace(rule_of("CKV_AWS_3"), **changed)})
        (error,) = scanned.errors
        assert error.where == "CKV_AWS_3"
        assert message in error.message
        assert {answer.status for answer in scanned.answers} == {"unknown"}

    def test_a_check_that_breaks(self) -> None:
        scanned = ask("CKV_AWS_213", {"resource": {"aws_load_balancer_policy": {"main": {}}}})
        assert [answer.status for answer in scanned.answers] == ["unknown"]
        assert "gave no answer about aws_load_balancer_policy.main: it raised TypeError" in scanned.errors[0].message
