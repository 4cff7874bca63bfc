import json

import pytest

from stackgate.aws.access import admits_everybody, admits_role, admits_service, is_narrowed, policies_on
from stackgate.aws.policy_document import policies_of
from stackgate.resolver import build_graph

ALLOW = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}


def statement(**keys):
    policy = json.dumps({"Statement": [ALLOW | keys]})
    graph = build_graph({"resource": {"aws_sqs_queue": {"q": {"policy": policy}}, "aws_iam_role": {"r": {}}}}, "test")
    (found,) = next(policies_of(graph.get("aws_sqs_queue.q"), graph)).statements()
    return found, graph


@pytest.mark.parametrize(
    "condition",
    [
        {"ArnEquals": {"aws:SourceArn": "${aws_sns_topic.t.arn}"}},
        {"StringEquals": {"AWS:SourceAccount": "777788889999"}},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["o-1/*"]}},
        {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:images"}},
    ],
)
def test_conditions_that_tell_who_is_meant(condition):
    found, _ = statement(Principal="*", Condition=condition)
    assert is_narrowed(found)
    assert not admits_everybody(found)


@pytest.mark.parametrize(
    "condition",
    [
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringNotEquals": {"aws:SourceAccount": "777788889999"}},
        {"StringEqualsIfExists": {"aws:SourceArn": "arn:aws:sns:eu-west-1:777788889999:t"}},
        {"StringLike": {"aws:PrincipalArn": "*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:*"}},
        {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"]}},
        {"Bool": {"aws:ViaAWSService": "false"}},
    ],
)
def test_conditions_that_narrow_nothing(condition):
    found, _ = statement(Principal={"AWS": "*"}, Condition=condition)
    assert admits_everybody(found)


def test_everybody_but_a_few_is_everybody():
    found, _ = statement(NotPrincipal={"AWS": "777788889999"})
    assert admits_everybody(found)
    denied, _ = statement(NotPrincipal={"AWS": "777788889999"}, Effect="Deny")
    assert not admits_everybody(denied)


def test_a_service_is_admitted_by_its_name_in_any_partition():
    found, _ = statement(Principal={"Service": ["sns.amazonaws.com.cn", "s3.amazonaws.com"]})
    assert admits_service(found, "sns.amazonaws.com")
    assert not admits_service(found, "events.amazonaws.com")
    misspelt, _ = statement(Principal={"Service": "sns.amazon.com"})
    assert not admits_service(misspelt, "sns.amazonaws.com")


def test_a_role_is_admitted_by_its_arn():
    found, graph = statement(Principal={"AWS": ["${aws_iam_role.r.arn}"]})
    assert admits_role(found, graph.get("aws_iam_role.r"))
    other, graph = statement(Principal={"AWS": "${aws_iam_role.other.arn}"})
    assert not admits_role(other, graph.get("aws_iam_role.r"))


def test_a_policy_beside_a_queue_is_the_queues():
    resources = {
        "aws_sqs_queue": {"q": {"name": "q"}, "other": {"name": "other"}},
        "aws_sqs_queue_policy": {"q": {"queue_url": "${aws_sqs_queue.q.url}", "policy": "{}"}},
    }
    graph = build_graph({"resource": resources}, "test")
    assert len(policies_on(graph.get("aws_sqs_queue.q"), graph)) == 1
    assert policies_on(graph.get("aws_sqs_queue.other"), graph) == []
