import json

import pytest

from stackgate.aws.permissions import permissions_of
from stackgate.resolver import build_graph

MANAGED = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"


def permissions(policy=None, **resources):
    held = {"aws_iam_role_policy": {"p": {"role": "${aws_iam_role.r.id}", "policy": policy}}} if policy else {}
    content = {
        "aws_iam_role": {"r": {"name": "r"}},
        "aws_sqs_queue": {"jobs": {"name": "jobs-prod"}, "other": {"name": "other"}},
        "aws_secretsmanager_secret": {"login": {"name": "login"}},
    }
    graph = build_graph({"resource": content | held | resources, "variable": {"arn": {}}}, "test")
    return permissions_of(graph.get("aws_iam_role.r"), graph), graph


def allowing(action, resource, effect="Allow"):
    return json.dumps({"Statement": [{"Effect": effect, "Action": action, "Resource": resource}]})


@pytest.mark.parametrize(
    "resource",
    [
        "*",
        "${aws_sqs_queue.jobs.arn}",
        "arn:aws:sqs:eu-west-1:777788889999:jobs-*",
        "arn:*:sqs:*:*:jobs-prod",
        "${var.arn}",
        "arn:aws:sqs:eu-west-1:${data.aws_caller_identity.here.account_id}:jobs-prod",
        ["${aws_sqs_queue.other.arn}", "${aws_sqs_queue.jobs.arn}"],
    ],
)
def test_resources_that_may_be_the_queue(resource):
    found, graph = permissions(allowing("sqs:SendMessage", resource))
    assert found.may("sqs:SendMessage", graph.get("aws_sqs_queue.jobs"))


@pytest.mark.parametrize(
    "resource",
    [
        "${aws_sqs_queue.other.arn}",
        "arn:aws:sqs:eu-west-1:777788889999:jobs",
        "arn:aws:sns:eu-west-1:777788889999:jobs-prod",
        "${aws_sqs_queue.other.arn}/*",
    ],
)
def test_resources_that_are_not_the_queue(resource):
    found, graph = permissions(allowing("sqs:SendMessage", resource))
    assert not found.may("sqs:SendMessage", graph.get("aws_sqs_queue.jobs"))


@pytest.mark.parametrize(
    ("given", "asked", "may"),
    [
        ("sqs:*", "sqs:SendMessage", True),
        ("SQS:send*", "sqs:SendMessage", True),
        ("sqs:ReceiveMessage", "sqs:SendMessage", False),
        ("sqs:ReceiveMessage", "sqs:*", True),
        ("sns:*", "sqs:*", False),
        ("*", "sqs:*", True),
        ("${var.arn}", "sqs:*", True),
    ],
)
def test_actions_by_pattern(given, asked, may):
    assert permissions(allowing(given, "*"))[0].may(asked) is may


def test_a_denial_allows_nothing():
    assert not permissions(allowing("sqs:*", "*", "Deny"))[0].may("sqs:SendMessage")


def test_what_not_action_leaves_is_allowed():
    policy = json.dumps({"Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]})
    assert permissions(policy)[0].may("sqs:SendMessage")
    assert not permissions(policy)[0].may("iam:PassRole")


def test_a_policy_of_aws_by_its_name():
    attachment = {"aws_iam_role_policy_attachment": {"a": {"role": "r", "policy_arn": MANAGED}}}
    found, _ = permissions(**attachment)
    assert found.is_complete
    assert found.may("sqs:ReceiveMessage")
    assert not found.may("sqs:SendMessage")


def test_an_unknown_policy_may_allow_anything():
    attachment = {"aws_iam_role_policy_attachment": {"a": {"role": "r", "policy_arn": "${var.arn}"}}}
    found, _ = permissions(**attachment)
    assert not found.is_complete
    assert found.may("sqs:SendMessage")


def test_a_queues_own_policy_may_let_the_role_in():
    policy = {"Effect": "Allow", "Principal": {"AWS": "${aws_iam_role.r.arn}"}, "Action": "sqs:*", "Resource": "*"}
    beside = {
        "aws_sqs_queue_policy": {
            "p": {"queue_url": "${aws_sqs_queue.jobs.id}", "policy": json.dumps({"Statement": policy})}
        }
    }
    found, graph = permissions(**beside)
    assert found.may("sqs:SendMessage", graph.get("aws_sqs_queue.jobs"))
    assert not found.may("sqs:SendMessage", graph.get("aws_sqs_queue.other"))


def test_a_secrets_arn_has_six_characters_more():
    found, graph = permissions(
        allowing("secretsmanager:*", "arn:aws:secretsmanager:eu-west-1:777788889999:secret:login-??????")
    )
    assert found.may("secretsmanager:GetSecretValue", graph.get("aws_secretsmanager_secret.login"))


def test_a_role_without_policies_may_nothing():
    found, _ = permissions()
    assert not found
    assert not found.may("sqs:SendMessage")
