"""The rules as lists: by service, by framework and control."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackgate.catalogue import list_controls, table_of_services
from stackgate.controls import framework, natural
from stackgate.rule import Rule
from stackgate.rulebook import load
from stackgate.services import service


def rule(name: str, *types: str, controls: tuple[str, ...] = (), level: str = "error") -> Rule:
    return Rule(name, "validators", Path("x.py"), types, "s", "w", "f", level=level, controls=controls)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("aws_sqs_queue_policy", "SQS"),
        ("data.aws_iam_policy_document", "IAM"),
        ("aws_cloudwatch_log_group", "CloudWatch Logs"),
        ("aws_cloudwatch_metric_alarm", "CloudWatch"),
        ("aws_vpc_security_group_ingress_rule", "VPC"),
        ("aws_route53_record", "Route 53"),
        ("aws_route", "VPC"),
        ("aws_unheard_of", "other services"),
    ],
)
def test_a_type_belongs_to_a_service(kind: str, name: str) -> None:
    assert service(kind) == name


def test_the_table_has_each_rule_in_its_services() -> None:
    rules = [
        rule("a", "aws_sqs_queue", "aws_sqs_queue_policy", "aws_sns_topic"),
        rule("b", "aws_sns_topic", level="warning"),
        rule("c", "any"),
        rule("d", "aws_s3_bucket", "aws_lb", "aws_vpc", "aws_iam_role"),
    ]
    assert table_of_services(rules).splitlines()[2:] == [
        "| any document | c |",
        "| several services | d |",
        "| SNS | a, *b* |",
        "| SQS | a |",
    ]


def test_controls_are_told_by_framework_in_their_order() -> None:
    rules = [rule("a", "x", controls=("EC2.15", "SC-7(10)")), rule("b", "x", controls=("EC2.9", "CT.SQS.PR.1"))]
    assert list_controls(rules).splitlines() == [
        "AWS Control Tower",
        "=================",
        "CT.SQS.PR.1  b",
        "",
        "AWS Security Hub",
        "================",
        "EC2.9   b",
        "EC2.15  a",
        "",
        "NIST SP 800-53 Rev. 5",
        "=====================",
        "SC-7(10)  a",
    ]
    assert framework("CKV2_AWS_6") == "Checkov"
    assert framework("ours") == "other"
    assert natural(["RDS.10", "RDS.9", "EC2.1"]) == ["EC2.1", "RDS.9", "RDS.10"]


def test_every_control_of_ours_is_of_a_framework() -> None:
    assert {
        control for one in load().rules.values() for control in one.controls if framework(control) == "other"
    } == set()
