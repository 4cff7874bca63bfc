"""Checkov made to fail closed: the ways in which the command passes what it did not judge, and what a scan answers."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stackgate.resolver import build_graph
from stackgate.rule import Rule
from stackgate.scan import Answer, Scan, scan, warm_up
from stackgate.scan.copies import Copies

PYTHON_POLICY = """
from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

class Encrypted(BaseResourceCheck):
    def __init__(self, id="{name}"):
        categories = [CheckCategories.ENCRYPTION]
        super().__init__(name="x", id=id, categories=categories, supported_resources=["aws_sqs_queue"])

    def scan_resource_conf(self, conf):
{body}

check = Encrypted()
"""
DATA_POLICY = """
from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.data.base_check import BaseDataCheck

class Encrypted(BaseDataCheck):
    def __init__(self):
        super().__init__("x", "encrypted", [CheckCategories.ENCRYPTION], supported_data=["aws_sqs_queue"])

    def scan_data_conf(self, conf):
        return CheckResult.PASSED if conf["kms_master_key_id"] == ["ours"] else CheckResult.FAILED

check = Encrypted()
"""
ANY_VALUE_POLICY = """
from checkov.common.models.consts import ANY_VALUE
from checkov.common.models.enums import CheckCategories
from checkov.terraform.checks.resource.base_resource_value_check import BaseResourceValueCheck

class Encrypted(BaseResourceValueCheck):
    def __init__(self):
        super().__init__("x", "encrypted", [CheckCategories.ENCRYPTION], supported_resources=["aws_sqs_queue"])

    def get_inspected_key(self):
        return "kms_master_key_id"

    def get_expected_value(self):
        return ANY_VALUE

check = Encrypted()
"""
COMPARES = """
value = conf.get("kms_master_key_id", [None])[0]
return CheckResult.PASSED if value == "ours" else CheckResult.FAILED
"""
YAML_POLICY = {
    "metadata": {"id": "{name}", "name": "Encrypted.", "category": "ENCRYPTION"},
    "definition": {
        "cond_type": "attribute",
        "resource_types": ["aws_sqs_queue"],
        "attribute": "kms_master_key_id",
        "operator": "equals",
        "value": "ours",
    },
}
GOOD = {"kms_master_key_id": "ours"}
BAD = {"kms_master_key_id": "theirs"}
REFERENCE = {"kms_master_key_id": "${aws_kms_key.main.arn}"}
UNSET_MAYBE = {"kms_master_key_id": "${var.key}"}

NewPolicy = Callable[..., Rule]


@pytest.fixture
def python_policy(tmp_path: Path) -> NewPolicy:
    """Writes a Python policy on queues: `body` is its scan_resource_conf, `after` stands at the file's end."""

    def write(body: str = COMPARES, name: str = "encrypted", after: str = "", folder: str = "policies") -> Rule:
        path = tmp_path / folder / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(PYTHON_POLICY.format(name=name, body=textwrap.indent(body, " " * 8)) + after)
        return rule(path)

    return write


@pytest.fixture
def yaml_policy(tmp_path: Path) -> NewPolicy:
    """Writes a YAML policy on queues, whose definition has the given keys changed, or is another."""

    def write(name: str = "encrypted", definition: Any = None, **changed: Any) -> Rule:
        path = tmp_path / f"{name}.yaml"
        metadata = YAML_POLICY["metadata"] | {"id": name}
        definition = definition or {k: v for k, v in (YAML_POLICY["definition"] | changed).items() if v is not None}
        path.write_text(json.dumps({"metadata": metadata, "definition": definition}))
        return rule(path)

    return write


def rule(path: Path, *types: str) -> Rule:
    return Rule(path.stem, "policies", path, types or ("aws_sqs_queue",), "Queues are encrypted.", "why", "fix")


def ask(*rules: Rule, **resources: dict[str, Any]) -> Scan:
    """The scan of a document with these queues."""
    return ask_about({"resource": {"aws_sqs_queue": resources}}, *rules)


def ask_about(document: dict[str, Any], *rules: Rule) -> Scan:
    return scan(build_graph(document, "test"), {rule.name: rule for rule in rules})


def statuses(scanned: Scan) -> dict[str, str]:
    assert not scanned.errors
    return {answer.address.rpartition(".")[2]: answer.status for answer in scanned.answers}


def refused(scanned: Scan, policy: Rule) -> str:
    """The message of the one error, which names the policy's file; every answer is unknown."""
    assert {answer.status for answer in scanned.answers} == {"unknown"}
    (error,) = scanned.errors
    assert error.where == str(policy.path)
    return error.message


@pytest.mark.parametrize("form", ["python_policy", "yaml_policy"])
def test_good_passes_and_bad_fails(form: str, request: pytest.FixtureRequest) -> None:
    policy = request.getfixturevalue(form)()

    assert statuses(ask(policy, good=GOOD, bad=BAD, empty={})) == {"good": "pass", "bad": "fail", "empty": "fail"}


class TestWaysThatCheckovPasses:
    """The eight ways, in the order in which they were found: Checkov's command exits with 0 on each."""

    def test_a_document_it_does_not_parse(self, yaml_policy: NewPolicy) -> None:
        document = {"terraform": {"required_version": "~> 1.11"}, "resource": {"aws_sqs_queue": {"main": BAD}}}

        assert statuses(ask_about(document, yaml_policy())) == {"main": "fail"}

    @pytest.mark.parametrize("fault", ["1 / 0", "import nothing_of_this_name", "raise SystemExit(0)", "if"])
    def test_a_policy_that_does_not_import(self, python_policy: NewPolicy, fault: str) -> None:
        policy = python_policy(after=fault)

        assert "does not load" in refused(ask(policy, main=GOOD), policy)

    @pytest.mark.parametrize("fault", ["1 / 0", "raise SystemExit(0)", "pass", "return 'PASSED'"])
    def test_a_policy_that_breaks_while_it_runs(self, python_policy: NewPolicy, fault: str) -> None:
        policy = python_policy(fault)

        assert "gave no answer about aws_sqs_queue.main" in refused(ask(policy, main=GOOD), policy)

    @pytest.mark.parametrize("change", [{"operator": "regex_match", "value": "("}, {"operator": "within", "value": 3}])
    def test_a_condition_that_breaks_while_it_runs(self, yaml_policy: NewPolicy, change: dict[str, Any]) -> None:
        policy = yaml_policy(**change)

        assert "gave no answer about aws_sqs_queue.main" in refused(ask(policy, main=GOOD), policy)

    @pytest.mark.parametrize("value", ["abc", [30], {"days": 30}, []])
    def test_what_is_no_number_is_not_greater_than_one(self, yaml_policy: NewPolicy, value: Any) -> None:
        condition = YAML_POLICY["definition"] | {"attribute": "days", "operator": "greater_than", "value": 7}
        for definition in (condition, {"and": [condition]}):
            policy = yaml_policy(definition=definition)
            scanned = ask(policy, number={"days": "30"}, small={"days": 3}, unset={}, other={"days": value})

            assert statuses(scanned) == {"number": "pass", "small": "fail", "unset": "fail", "other": "unknown"}

    def test_a_folder_without_init(self, python_policy: NewPolicy) -> None:
        policy = python_policy()

        assert not (policy.path.parent / "__init__.py").exists()
        assert statuses(ask(policy, main=BAD)) == {"main": "fail"}

    @pytest.mark.parametrize("suffix", [".py", ".yaml"])
    def test_a_missing_file(self, tmp_path: Path, suffix: str) -> None:
        policy = rule(tmp_path / "nowhere" / f"encrypted{suffix}")

        assert "No such file" in refused(ask(policy, main=GOOD), policy)

    @pytest.mark.parametrize(
        ("changed", "cause"),
        [
            ({"cond_type": "atribute"}, "cond_type 'atribute'"),
            ({"cond_type": None}, "cond_type None"),
            ({"operator": "equal"}, "operator equal"),
            ({"operator": None}, "without operator"),
            ({"attribute": None}, "without attribute"),
            ({"value": None}, "without value"),
            ({"vaule": 1}, "unknown key 'vaule'"),
            ({"definition": {"and": [], "or": []}}, "beside each other"),
            ({"definition": {"and": []}}, "nothing under 'and'"),
            ({"definition": {"or": [YAML_POLICY["definition"], {"cond_type": "wrong"}]}}, "cond_type 'wrong'"),
            ({"definition": [YAML_POLICY["definition"]]}, "not a map"),
            ({"definition": {"not": {"cond_type": "wrong"}}}, "cond_type 'wrong'"),
            ({"definition": {"and": [{"cond_type": "filter", "operator": "within"}]}}, "without attribute and value"),
            ({"definition": {"cond_type": "connection", "operator": "exists"}}, "without resource_types"),
            ({"value": []}, "without value"),
            ({"operator": "greater_than", "value": "abc"}, "asks for a number greater_than 'abc'"),
        ],
    )
    def test_a_condition_it_does_not_understand(
        self, yaml_policy: NewPolicy, changed: dict[str, Any], cause: str
    ) -> None:
        policy = yaml_policy(**changed)

        assert cause in refused(ask(policy, main=GOOD), policy)

    @pytest.mark.parametrize("text", ["[]", "definition: {}", "metadata: x"])
    def test_a_definition_without_metadata(self, yaml_policy: NewPolicy, text: str) -> None:
        policy = yaml_policy()
        policy.path.write_text(text)

        assert "has no metadata" in refused(ask(policy, main=GOOD), policy)

    def test_a_document_of_another_name(self, yaml_policy: NewPolicy, tmp_path: Path) -> None:
        scanned = ask(yaml_policy(), main=BAD)

        assert statuses(scanned) == {"main": "fail"}
        assert [path.name for path in tmp_path.iterdir()] == ["encrypted.yaml"]  # nothing was written to be read again

    @pytest.mark.parametrize("form", ["python_policy", "yaml_policy"])
    def test_a_value_that_is_not_known(self, form: str, request: pytest.FixtureRequest) -> None:
        scanned = ask(request.getfixturevalue(form)(), main={"kms_master_key_id": "${aws_kms_key.main.arn}"})

        assert statuses(scanned) == {"main": "unknown"}
        assert "aws_kms_key.main.arn" in scanned.answers[0].message

    def test_two_files_of_one_name(self, python_policy: NewPolicy) -> None:
        passing = python_policy("return CheckResult.PASSED", folder="first")
        failing = python_policy("return CheckResult.FAILED", folder="second")

        assert [statuses(ask(policy, main={})) for policy in (passing, failing)] == [{"main": "pass"}, {"main": "fail"}]


class TestRegistration:
    def test_an_id_that_is_not_the_stem(self, python_policy: NewPolicy) -> None:
        policy = python_policy()
        renamed = rule(policy.path.rename(policy.path.with_stem("other")))

        assert "id 'encrypted', not 'other'" in refused(ask(renamed, main=GOOD), renamed)

    def test_an_id_that_is_not_the_stem_in_yaml(self, yaml_policy: NewPolicy) -> None:
        policy = yaml_policy()
        renamed = rule(policy.path.rename(policy.path.with_stem("other")))

        assert "id 'encrypted', not 'other'" in refused(ask(renamed, main=GOOD), renamed)

    def test_two_checks(self, python_policy: NewPolicy) -> None:
        policy = python_policy(after="Encrypted('another')")

        assert "registers 2 checks" in refused(ask(policy, main=GOOD), policy)

    def test_no_check(self, python_policy: NewPolicy) -> None:
        policy = python_policy()
        policy.path.write_text(policy.path.read_text().replace("check = Encrypted()", ""))

        assert "registers 0 checks" in refused(ask(policy, main=GOOD), policy)

    def test_types_other_than_its_metadata_say(self, python_policy: NewPolicy) -> None:
        policy = rule(python_policy().path, "aws_sqs_queue", "aws_sns_topic")

        assert "aws_sns_topic" in refused(ask(policy, main=GOOD), policy)

    def test_a_rule_without_types(self, yaml_policy: NewPolicy) -> None:
        policy = replace(yaml_policy(), types=())

        assert [error.message for error in ask(policy, main=BAD).errors] == ["names no resource types"]

    def test_a_broken_policy_is_an_error_where_it_has_nothing_to_judge(self, python_policy: NewPolicy) -> None:
        scanned = ask(python_policy(after="1 / 0"))

        assert not scanned.answers
        assert len(scanned.errors) == 1

    def test_one_broken_policy_leaves_the_others_alone(self, python_policy: NewPolicy, yaml_policy: NewPolicy) -> None:
        scanned = ask(python_policy(name="broken", after="1 / 0"), yaml_policy(), main=BAD)

        assert [(answer.policy, answer.status) for answer in scanned.answers] == [
            ("broken", "unknown"),
            ("encrypted", "fail"),
        ]

    def test_nothing_stays_registered(self, python_policy: NewPolicy) -> None:
        warm_up()
        from checkov.common.checks.base_check_registry import BaseCheckRegistry
        from checkov.terraform.checks.resource.registry import resource_registry

        before = list(BaseCheckRegistry.get_all_registered_checks())
        ask(python_policy(), main=GOOD)
        ask(python_policy(name="broken", after="1 / 0"), main=GOOD)

        assert BaseCheckRegistry.get_all_registered_checks() == before
        assert {check.id for check in resource_registry.get_checks("aws_sqs_queue")}.isdisjoint({"encrypted", "broken"})


class TestAddresses:
    @pytest.mark.parametrize("form", ["python_policy", "yaml_policy"])
    def test_resources_of_one_name_and_several_types(self, form: str, request: pytest.FixtureRequest) -> None:
        document = {
            "resource": {"aws_sqs_queue": {"main": BAD}, "aws_sns_topic": {"main": GOOD}},
            "data": {"aws_sqs_queue": {"main": GOOD}},
        }

        (answer,) = ask_about(document, request.getfixturevalue(form)()).answers
        assert (answer.address, answer.status) == ("aws_sqs_queue.main", "fail")

    @pytest.mark.parametrize("form", ["python_policy", "yaml_policy"])
    @pytest.mark.parametrize("how_many", [{"count": "${var.n}"}, {"for_each": "${toset(var.names)}"}])
    def test_a_resource_of_an_unknown_number_is_judged_once(
        self, form: str, how_many: dict[str, Any], request: pytest.FixtureRequest
    ) -> None:
        assert statuses(ask(request.getfixturevalue(form)(), main=BAD | how_many)) == {"main": "fail"}

    @pytest.mark.parametrize("form", ["python_policy", "yaml_policy"])
    def test_each_instance_is_judged(self, form: str, request: pytest.FixtureRequest) -> None:
        body = {"for_each": {"bad": "theirs", "good": "ours"}, "kms_master_key_id": "${each.value}"}
        scanned = ask(request.getfixturevalue(form)(), main=body, counted=GOOD | {"count": 2})
        assert statuses(scanned) == {
            'main["bad"]': "fail",
            'main["good"]': "pass",
            "counted[0]": "pass",
            "counted[1]": "pass",
        }

    def test_data_sources(self, tmp_path: Path) -> None:
        path = tmp_path / "encrypted.py"
        path.write_text(DATA_POLICY)
        document = {"data": {"aws_sqs_queue": {"main": BAD}}, "resource": {"aws_sqs_queue": {"main": GOOD}}}

        (answer,) = ask_about(document, rule(path, "data.aws_sqs_queue")).answers
        assert (answer.address, answer.status) == ("data.aws_sqs_queue.main", "fail")

    def test_connections(self, yaml_policy: NewPolicy) -> None:
        policy = yaml_policy(
            definition={
                "cond_type": "connection",
                "operator": "exists",
                "resource_types": ["aws_sqs_queue"],
                "connected_resource_types": ["aws_sqs_queue_policy"],
            }
        )
        document = {
            "resource": {
                "aws_sqs_queue": {"guarded": {"name": "guarded"}, "named": {"name": "named"}, "open": {"name": "open"}},
                "aws_sqs_queue_policy": {
                    "by_id": {"queue_url": "${aws_sqs_queue.guarded.id}"},
                    "by_name": {"queue_url": "https://sqs/${aws_sqs_queue.named.name}"},
                    "of_none": {"queue_url": "${aws_sqs_queue.gone.id}"},
                },
            }
        }

        assert statuses(ask_about(document, policy)) == {"guarded": "pass", "named": "pass", "open": "fail"}

    def test_only_resources_of_the_document_can_be_connected(self) -> None:
        document = {"resource": {"aws_sqs_queue": {"main": {"kms_master_key_id": "${aws_kms_key.gone.arn}"}}}}

        assert list(Copies(build_graph(document, "test")).network()) == ["aws_sqs_queue.main"]

    def test_connections_of_data_sources(self, yaml_policy: NewPolicy) -> None:
        policy = yaml_policy(
            definition={
                "cond_type": "connection",
                "operator": "exists",
                "resource_types": ["data.aws_kms_key"],
                "connected_resource_types": ["aws_sqs_queue"],
            }
        )
        document = {
            "data": {"aws_kms_key": {"main": {"key_id": "alias/main"}}},
            "resource": {"aws_sqs_queue": {"main": {"kms_master_key_id": "${data.aws_kms_key.main.arn}"}}},
        }

        (answer,) = ask_about(document, rule(policy.path, "data.aws_kms_key")).answers
        assert (answer.address, answer.status) == ("data.aws_kms_key.main", "pass")


class TestUnknown:
    """A reference is a value; only comparing it with something makes the answer unknown."""

    @pytest.mark.parametrize(
        "body",
        [
            "return CheckResult.PASSED if conf.get('kms_master_key_id') else CheckResult.FAILED",
            "return CheckResult.PASSED if 'kms_master_key_id' in conf else CheckResult.FAILED",
            "return CheckResult.PASSED if conf['kms_master_key_id'][0] else CheckResult.FAILED",
            "return CheckResult.PASSED if conf['kms_master_key_id'][0] is not None else CheckResult.FAILED",
            "return CheckResult.PASSED if isinstance(conf['kms_master_key_id'][0], str) else CheckResult.FAILED",
        ],
    )
    def test_the_existence_of_a_reference_is_known(self, python_policy: NewPolicy, body: str) -> None:
        assert statuses(ask(python_policy(body), main=REFERENCE)) == {"main": "pass"}

    def test_existence_in_yaml(self, yaml_policy: NewPolicy) -> None:
        policy = yaml_policy(operator="exists", value=None)
        document = {
            "variable": {"key": {}},
            "resource": {"aws_sqs_queue": {"a": REFERENCE, "b": UNSET_MAYBE}},
        }

        assert statuses(ask_about(document, policy)) == {"a": "pass", "b": "unknown"}

    @pytest.mark.parametrize("test", ["conf.get('kms_master_key_id')", "'kms_master_key_id' in conf"])
    def test_whether_a_variable_without_default_is_set_is_not_known(self, python_policy: NewPolicy, test: str) -> None:
        policy = python_policy(f"return CheckResult.PASSED if {test} else CheckResult.FAILED")
        document = {"variable": {"key": {}}, "resource": {"aws_sqs_queue": {"main": UNSET_MAYBE}}}

        assert statuses(ask_about(document, policy)) == {"main": "unknown"}

    @pytest.mark.parametrize(
        "use",
        [
            "value == 'ours'",
            "value in ('ours', 'theirs')",
            "{'ours': True}.get(value)",
            "value.lower().startswith('o')",
            "str(value) == 'ours'",
            "int(value) > 1",
            "re.match('o', value)",
            "json.loads(value)",
            "json.dumps(conf)",
            "[part for part in value]",
            "value[0] == 'o'",
            "value + 'x' == 'oursx'",
        ],
    )
    def test_uses_of_a_reference(self, python_policy: NewPolicy, use: str) -> None:
        body = f"""
import json, re
value = conf["kms_master_key_id"][0]
return CheckResult.PASSED if {use} else CheckResult.FAILED
"""

        assert statuses(ask(python_policy(body), main=REFERENCE)) == {"main": "unknown"}

    def test_a_use_that_the_policy_swallows(self, python_policy: NewPolicy) -> None:
        body = """
try:
    conf["kms_master_key_id"][0] == "ours"
except Exception:
    pass
return CheckResult.PASSED
"""
        assert statuses(ask(python_policy(body), main=REFERENCE)) == {"main": "unknown"}

    def test_an_evaluated_key_counts_as_read(self, python_policy: NewPolicy) -> None:
        body = """
self.evaluated_keys = ["kms_master_key_id"]
return CheckResult.PASSED if "kms_master_key_id" in list(conf) else CheckResult.FAILED
"""
        scanned = ask(python_policy(body), set=REFERENCE, open=UNSET_MAYBE)

        assert statuses(scanned) == {"set": "pass", "open": "unknown"}

    def test_a_check_that_wants_any_value(self, python_policy: NewPolicy) -> None:
        policy = python_policy()
        policy.path.write_text(ANY_VALUE_POLICY)

        scanned = ask(policy, set=REFERENCE, open=UNSET_MAYBE, unset={})
        assert statuses(scanned) == {"set": "pass", "open": "unknown", "unset": "fail"}

    def test_what_the_policy_does_not_read_does_not_matter(self, python_policy: NewPolicy) -> None:
        assert statuses(ask(python_policy(), main=GOOD | {"name": "${var.name}", "tags": "${var.tags}"})) == {
            "main": "pass"
        }

    def test_a_copy_of_the_configuration_knows_no_more(self, python_policy: NewPolicy) -> None:
        assert statuses(ask(python_policy(f"import copy\nconf = copy.deepcopy(conf){COMPARES}"), main=REFERENCE)) == {
            "main": "unknown"
        }

    def test_what_lies_in_a_list_of_blocks(self, yaml_policy: NewPolicy) -> None:
        policy = yaml_policy(attribute="rule.key")

        assert statuses(ask(policy, main={"rule": [{"key": "${aws_kms_key.main.arn}"}]})) == {"main": "unknown"}

    @pytest.mark.parametrize(("unset", "expected"), [(4, "pass"), (5, "unknown")])
    def test_as_many_alternatives_as_can_be_tried(self, yaml_policy: NewPolicy, unset: int, expected: str) -> None:
        named = YAML_POLICY["definition"] | {"attribute": "name", "value": "jobs"}
        others = [YAML_POLICY["definition"] | {"attribute": f"key_{number}"} for number in range(unset)]
        attributes = {f"key_{number}": "${var.key}" for number in range(unset)} | {"name": "jobs"}

        assert statuses(ask(yaml_policy(definition={"or": [named, *others]}), main=attributes)) == {"main": expected}

    def test_nulls_that_come_from_elsewhere_are_left_out(self, python_policy: NewPolicy) -> None:
        policy = python_policy("self.details.append(repr(dict(conf)))\nreturn CheckResult.FAILED")
        document = {
            "variable": {"list": {"default": [None, "a"]}, "map": {"default": {"gone": None, "there": "b"}}},
            "resource": {
                "aws_sqs_queue": {
                    "variable": {"list": "${var.list}", "map": "${var.map}"},
                    "reference": {"list": "${aws_sns_topic.a.list}", "map": "${aws_sns_topic.a.map}"},
                },
                "aws_sns_topic": {"a": {"list": [None, "a"], "map": {"gone": None, "there": "b"}}},
            },
        }

        for answer in ask_about(document, policy).answers:
            assert "'a'" in answer.message
            assert "'there'" in answer.message
            assert "None" not in answer.message
            assert "gone" not in answer.message

    def test_naming_it_in_a_message_is_no_use(self, python_policy: NewPolicy) -> None:
        body = "self.details.append(f\"saw {conf['kms_master_key_id'][0]}\")\nreturn CheckResult.FAILED"

        (answer,) = ask(python_policy(body), main=REFERENCE).answers
        assert (answer.status, answer.message) == ("fail", "saw ${aws_kms_key.main.arn}")

    def test_an_alternative_that_is_known_decides(self, yaml_policy: NewPolicy) -> None:
        named = YAML_POLICY["definition"] | {"attribute": "name", "value": "jobs"}
        either = yaml_policy(definition={"or": [YAML_POLICY["definition"], named]})

        scanned = ask(either, known=UNSET_MAYBE | {"name": "jobs"}, open=UNSET_MAYBE | {"name": "other"})
        assert statuses(scanned) == {"known": "pass", "open": "unknown"}

    def test_a_policy_that_says_unknown_where_all_is_known(self, python_policy: NewPolicy) -> None:
        policy = python_policy("return CheckResult.UNKNOWN")

        assert "neither pass nor fail" in refused(ask(policy, main=GOOD), policy)

    @pytest.mark.parametrize("form", ["python_policy", "yaml_policy"])
    def test_what_can_be_worked_out_is(self, form: str, request: pytest.FixtureRequest) -> None:
        document = {
            "variable": {"key": {"default": "ours"}},
            "locals": {"key": "${var.key}"},
            "resource": {
                "aws_sqs_queue": {
                    "variable": {"kms_master_key_id": "${var.key}"},
                    "local": {"kms_master_key_id": "${local.key}"},
                    "chain": {"kms_master_key_id": "${aws_sqs_queue.local.kms_master_key_id}"},
                    "null": {"kms_master_key_id": None},
                }
            },
        }
        expected = {"variable": "pass", "local": "pass", "chain": "pass", "null": "fail"}

        assert statuses(ask_about(document, request.getfixturevalue(form)())) == expected

    def test_the_contrary_of_a_condition(self, yaml_policy: NewPolicy) -> None:
        policy = yaml_policy(definition={"not": YAML_POLICY["definition"]})

        assert statuses(ask(policy, good=GOOD, bad=BAD)) == {"good": "fail", "bad": "pass"}

    def test_a_dynamic_block(self, yaml_policy: NewPolicy) -> None:
        policy = yaml_policy(attribute="redrive.enabled", value=True)
        content = {"redrive": {"for_each": "${var.none}", "content": {"enabled": True}}}

        beside = {"dynamic": content, "redrive": {"enabled": True}}
        scanned = ask(policy, object={"dynamic": content}, list={"dynamic": [content]}, beside=beside)
        assert statuses(scanned) == {"object": "unknown", "list": "unknown", "beside": "unknown"}

    @pytest.mark.parametrize(("enabled", "status"), [(True, "pass"), (False, "fail")])
    def test_an_expanded_dynamic_block(self, yaml_policy: NewPolicy, enabled: bool, status: str) -> None:
        policy = yaml_policy(attribute="redrive.enabled", value=True)
        content = {"redrive": {"for_each": [enabled], "content": {"enabled": "${redrive.value}"}}}
        assert statuses(ask(policy, main={"dynamic": content})) == {"main": status}


class TestMessages:
    def test_nothing_is_carried_over_from_one_resource_to_the_next(self, python_policy: NewPolicy) -> None:
        policy = python_policy("self.details.append(conf['name'][0])\nreturn CheckResult.FAILED")

        assert [answer.message for answer in ask(policy, a={"name": "a"}, b={"name": "b"}).answers] == ["a", "b"]

    def test_the_attribute_and_what_was_seen(self, yaml_policy: NewPolicy) -> None:
        scanned = ask(yaml_policy(), bad=BAD, empty={})

        assert [(answer.attribute, answer.message.partition(",")[0]) for answer in scanned.answers] == [
            ("kms_master_key_id", 'kms_master_key_id is "theirs"'),
            ("kms_master_key_id", "kms_master_key_id is not set"),
        ]

    @pytest.mark.parametrize("attribute", ["master_password", "description"])
    def test_no_secret(self, yaml_policy: NewPolicy, attribute: str) -> None:
        secret = "hunter2" if "password" in attribute else "p@ss w0rd"

        (answer,) = ask(yaml_policy(attribute=attribute), main={attribute: secret}).answers
        assert answer.status == "fail"
        assert secret not in answer.message

    def test_an_exception_names_its_line_and_not_the_value(self, python_policy: NewPolicy) -> None:
        policy = python_policy("return int(conf['kms_master_key_id'][0])")

        message = refused(ask(policy, main={"kms_master_key_id": "hunter2"}), policy)
        assert "ValueError at line" in message
        assert "hunter2" not in message


class TestManners:
    def test_nothing_is_printed(self, python_policy: NewPolicy, yaml_policy: NewPolicy, tmp_path: Path) -> None:
        """In a process of its own, so that Checkov is imported there, and with no test runner's handler on its log."""
        python_policy("return 1 / 0", name="broken")
        yaml_policy(cond_type="wrong")
        script = f"""
import json, sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from stackgate.resolver import build_graph
from stackgate.rule import Rule
from stackgate.scan import scan
paths = [Path({str(tmp_path)!r}, "policies", "broken.py"), Path({str(tmp_path)!r}, "encrypted.yaml")]
rules = {{path.stem: Rule(path.stem, "policies", path, ("aws_sqs_queue",), "s", "w", "f") for path in paths}}
assert len(scan(build_graph({{"resource": {{"aws_sqs_queue": {{"main": {{}}}}}}}}, "x"), rules).errors) == 2
import logging
assert not logging.getLogger().handlers
"""
        environment = {"LOG_LEVEL": "DEBUG", "PATH": ""}
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_what_a_policy_prints_does_not_reach_stdout(
        self, python_policy: NewPolicy, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ask(python_policy("print('here')\nreturn CheckResult.PASSED"), main={})

        assert capsys.readouterr().out == ""

    def test_no_network(self, yaml_policy: NewPolicy, monkeypatch: pytest.MonkeyPatch) -> None:
        def connect(*_: object) -> None:
            raise AssertionError("a connection was opened")

        monkeypatch.setattr(socket.socket, "connect", connect)
        assert statuses(ask(yaml_policy(), main=GOOD)) == {"main": "pass"}

    def test_two_scans_are_independent(self, python_policy: NewPolicy) -> None:
        first = ask(python_policy("return CheckResult.PASSED"), main={})
        second = ask(python_policy("return CheckResult.FAILED"), main={})

        assert [statuses(scanned) for scanned in (first, second)] == [{"main": "pass"}, {"main": "fail"}]

    def test_handlers_of_the_log_are_left_as_they_were(self, yaml_policy: NewPolicy) -> None:
        before = list(logging.getLogger().handlers)
        ask(yaml_policy(), main=GOOD)

        assert logging.getLogger().handlers == before

    def test_from_several_threads(self, python_policy: NewPolicy, yaml_policy: NewPolicy) -> None:
        rules = (python_policy(name="python"), yaml_policy())
        scans: list[Scan] = []
        threads = [threading.Thread(target=lambda: scans.append(ask(*rules, main=BAD))) for _ in range(4)]
        for thread in (*threads, threading.Thread(target=warm_up)):
            thread.start()
        for thread in threads:
            thread.join()

        expected = [("python", "aws_sqs_queue.main", "fail"), ("encrypted", "aws_sqs_queue.main", "fail")]
        seen = [[(answer.policy, answer.address, answer.status) for answer in done.answers] for done in scans]
        assert seen == [expected] * len(threads)

    def test_one_scan_at_a_time(self, python_policy: NewPolicy, tmp_path: Path) -> None:
        """Checkov's registries and the process's log are shared: two scans at once would meet each other's policies."""
        body = f"""
import pathlib, time
mark = pathlib.Path({str(tmp_path / "running")!r})
mark.touch(exist_ok=False)
time.sleep(0.05)
mark.unlink()
return CheckResult.PASSED
"""
        policy, scans = python_policy(body), list[Scan]()
        threads = [threading.Thread(target=lambda: scans.append(ask(policy, main={}))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [statuses(done) for done in scans] == [{"main": "pass"}] * len(threads)

    @pytest.mark.parametrize("words", ["logging.getLogger('own').error('seen')", "warnings.warn('seen')"])
    def test_what_a_policy_says_itself_is_no_complaint(self, python_policy: NewPolicy, words: str) -> None:
        policy = python_policy(f"import logging, warnings\n{words}\nreturn CheckResult.PASSED")

        assert statuses(ask(policy, main={})) == {"main": "pass"}

    def test_a_complaint_as_a_policy_loads(self, python_policy: NewPolicy) -> None:
        complaint = {"pathname": "/lib/checkov/x.py", "levelno": logging.ERROR, "module": "x", "lineno": 1}
        after = f"import logging\nlogging.getLogger().handle(logging.makeLogRecord({complaint}))"
        policy = python_policy(after=after)

        assert "swallowed an error in x, line 1" in refused(ask(policy, main=GOOD), policy)

    def test_a_complaint_about_one_resource_is_not_held_against_the_next(self, python_policy: NewPolicy) -> None:
        body = """
import logging
if "kms_master_key_id" in conf:
    complaint = {"pathname": "/lib/checkov/x.py", "levelno": logging.ERROR, "module": "x", "lineno": 1}
    logging.getLogger().handle(logging.makeLogRecord(complaint))
    raise ValueError
return CheckResult.PASSED
"""
        scanned = ask(python_policy(body), first=BAD, second={})

        assert [answer.status for answer in scanned.answers] == ["unknown", "pass"]

    def test_no_built_in_check_is_loaded(self) -> None:
        script = "import sys; from stackgate.scan import warm_up; warm_up(); print(*sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
        )
        assert "checkov.terraform.checks.resource.aws.SQSQueueEncryption" not in done.stdout.split()

    def test_a_built_in_check_can_still_be_imported(self, python_policy: NewPolicy) -> None:
        after = "from checkov.terraform.checks.resource.aws.SQSQueueEncryption import SQSQueueEncryption"

        assert statuses(ask(python_policy(after=after), main=GOOD)) == {"main": "pass"}

    def test_without_policies_there_is_nothing_to_say(self) -> None:
        assert ask(main=GOOD) == Scan((), (), {})


def test_an_answer_of_a_pass_needs_no_message(yaml_policy: NewPolicy) -> None:
    assert ask(yaml_policy(), main=GOOD).answers == (Answer("encrypted", "aws_sqs_queue.main", "pass"),)


PICKLE_THAT_LEAVES_A_MARK = """
import os, pickle, sys
class Mark:
    def __reduce__(self):
        return os.mkdir, (sys.argv[2],)
with open(sys.argv[1], "r+b") as file:
    file.readline()
    file.truncate(file.tell())
    file.seek(0, 2)
    pickle.dump(Mark(), file)
"""


def test_nobody_else_s_pickle_is_loaded(tmp_path: Path) -> None:
    """lark looks for hcl2's tables in the shared folder, where another user may have put some."""
    shared, mark = tmp_path / "shared", tmp_path / "mark"
    shared.mkdir()
    variables = os.environ | {"TMPDIR": str(shared), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def python(code: str, *arguments: str) -> None:
        subprocess.run([sys.executable, "-c", code, *arguments], env=variables, check=True, capture_output=True)

    python("import hcl2")
    (kept,) = shared.glob(".lark_*")
    python(PICKLE_THAT_LEAVES_A_MARK, str(kept), str(mark))
    poisoned = kept.read_bytes()
    python("from stackgate.scan import warm_up; warm_up()")
    assert not mark.exists() and kept.read_bytes() == poisoned
    assert list((tmp_path / "cache/stackgate").glob(".lark_*"))
    (tmp_path / "cache/stackgate").chmod(0o777)
    python("from stackgate.scan import warm_up; warm_up()")
    assert not mark.exists() and list(shared.iterdir()) == [kept]
    python("import hcl2")
    assert mark.exists()


def test_the_variables_of_the_checkov_command_change_nothing() -> None:
    code = """
import os
from stackgate.scan import warm_up
warm_up()
from checkov.common.util.env_vars_config import env_vars_config
print(env_vars_config.CKV_SUPPORT_ALL_RESOURCE_TYPE, [name for name in os.environ if name.startswith("CHECKOV_")])
"""
    variables = os.environ | {"CKV_SUPPORT_ALL_RESOURCE_TYPE": "true", "CHECKOV_RENDER_MAX_LEN": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=variables, check=True, capture_output=True, text=True)
    assert done.stdout == "False []\n"
