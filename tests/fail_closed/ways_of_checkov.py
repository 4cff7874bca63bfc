"""The eight ways in which the command `checkov` exits with 0, in the order in which they were found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .way import DOCUMENT, GOOD, QUEUE, Way

STREAM = {"resource": {"aws_kinesis_stream": {"films": {"name": "films"}}}}
VARIABLE = {"variable": {"enc": {}}, "resource": {"aws_sns_topic": {"alarms": {"fifo_topic": "${var.enc}"}}}}
OWN_POLICIES = ("check", DOCUMENT, "--policies", "policies")

POLICY = '''"""A topic is a FIFO topic.

Why: It is an example.
Fix: Set fifo_topic.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_sns_topic",)


class Own(BaseResourceCheck):
    def __init__(self):
        super().__init__("x", "own_policy", [CheckCategories.GENERAL_SECURITY], supported_resources=TYPES)

    def scan_resource_conf(self, conf):
        {body}


check = Own()
{after}
'''
COMPARES = 'return CheckResult.PASSED if conf.get("fifo_topic", [False])[0] == True else CheckResult.FAILED'
OWN_POLICY = POLICY.format(body=COMPARES, after="")
YAML_POLICY = """
metadata: {{id: own_policy, name: A topic is a FIFO topic., category: GENERAL_SECURITY, why: So., fix: So.}}
definition:
  {{cond_type: {cond_type}, resource_types: [aws_sns_topic], attribute: fifo_topic, operator: equals, value: true}}
"""


def _policy(name: str, line: str, files: Mapping[str, Any] | None = None, **how: Any) -> Way:
    how = {"arguments": OWN_POLICIES, **how}
    return Way("Checkov", name, line, files={DOCUMENT: GOOD, **(files or {})}, **how)


CHECKOV = (
    _policy(
        "a document cut off",
        "cdk.tf.json: is not JSON:",
        {DOCUMENT: json.dumps(QUEUE)[:-3]},
        arguments=("check", DOCUMENT),
    ),
    _policy(
        "a document with terraform.required_version",
        "stream_encrypted",
        {DOCUMENT: STREAM | {"terraform": {"required_version": "~> 1.11"}}},
        arguments=("check", DOCUMENT),
        status=1,
    ),
    _policy(
        "a policy that raises on import",
        "own_policy.py: does not load: ZeroDivisionError",
        {"policies/own_policy.py": POLICY.format(body=COMPARES, after="1 / 0")},
    ),
    _policy(
        "a policy that raises while it runs",
        "gave no answer about aws_sns_topic.alarms: it raised KeyError",
        {"policies/own_policy.py": POLICY.format(body='return conf["hunter2"]', after="")},
    ),
    _policy(
        "a policy that gives no result",
        "gave no answer about aws_sns_topic.alarms: it returned None",
        {"policies/own_policy.py": POLICY.format(body="return", after="")},
    ),
    _policy("a policy folder without __init__.py", "own_policy", {"policies/own_policy.py": OWN_POLICY}, status=1),
    _policy("a policy folder that is missing", "policies: no such folder of rules"),
    _policy("a policy folder without policies", "policies: holds no rules", {"policies/README.md": "x"}),
    _policy(
        "a YAML policy with a wrong cond_type",
        "own_policy.yaml: has the cond_type 'atribute'",
        {"policies/own_policy.yaml": YAML_POLICY.format(cond_type="atribute")},
    ),
    _policy(
        "a document not named *.tf.json",
        "own_policy",
        {"stack.json": GOOD, "policies/own_policy.py": OWN_POLICY},
        arguments=("check", "stack.json", "--policies", "policies"),
        status=1,
    ),
    _policy("no such document", "none.tf.json: cannot be read: No such file", arguments=("check", "none.tf.json")),
    _policy(
        "a folder without documents", "no cdk.tf.json in this folder", {"empty/x": ""}, arguments=("check", "empty")
    ),
    _policy(
        "a value that is not known, to a Python policy",
        "depends on ${var.enc}",
        {DOCUMENT: VARIABLE, "policies/own_policy.py": OWN_POLICY},
        status=1,
    ),
    _policy(
        "a value that is not known, to a YAML policy",
        "depends on ${var.enc}",
        {DOCUMENT: VARIABLE, "policies/own_policy.yaml": YAML_POLICY.format(cond_type="attribute")},
        status=1,
    ),
    _policy(
        "two policies of one file name",
        "a rule of the name 'own_policy' is there already",
        {"policies/own_policy.py": OWN_POLICY, "more/own_policy.py": OWN_POLICY},
        arguments=(*OWN_POLICIES, "--policies", "more"),
    ),
    _policy(
        "a policy with the name of a bundled one",
        "a rule of the name 'queue_encrypted' is there already",
        {"policies/queue_encrypted.py": OWN_POLICY},
    ),
)
