"""Secrets are found wherever they stand, and are in no message and no text that was redacted."""

from __future__ import annotations

import base64
import html
import json
import string
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackgate.gate import Gate
from stackgate.graph import Graph
from stackgate.resolver import build_graph
from stackgate.rulebook import load
from stackgate.secrets import mask, redact, secrets_in, secrets_of
from stackgate.secrets.names import kind_of
from stackgate.secrets.redaction import SHORTEST
from stackgate.secrets.sensitive import derive
from stackgate.secrets.text import secrets_in_text
from stackgate.settings import Settings
from stackgate.subject import Input, read_subject
from stackgate.validator import problems

SECRET = "Xk29fjw-Lq0as7Dh3"
RULES = load().validators
RANDOM = st.text(string.ascii_letters + string.digits + "-_!#", min_size=14, max_size=40).filter(
    lambda text: any(c.isdigit() for c in text) and any(c.islower() for c in text) and any(c.isupper() for c in text)
)

FORMS = {
    "attribute": lambda secret: {"aws_db_instance": {"a": {"password": secret}}},
    "block": lambda secret: {"aws_mq_broker": {"a": {"user": [{"username": "films", "password": secret}]}}},
    "list": lambda secret: {"aws_elasticache_user": {"a": {"passwords": [secret]}}},
    "variables": lambda secret: {"aws_lambda_function": {"a": {"environment": {"variables": {"API_KEY": secret}}}}},
    "pair in JSON": lambda secret: task(json.dumps([{"environment": [{"name": "TOKEN", "value": secret}]}])),
    "pair in jsonencode": lambda secret: task(
        '${jsonencode([{"environment" = [{"name" = "DB_PASSWORD", "value" = "SECRET"}, {"name" = aws_x.y.z}]}])}',
        secret,
    ),
    "pair in JSON with tokens": lambda secret: task(
        '[{"image": "${aws_x.y.z}", "environment": [{"name": "PASSWORD", "value": "SECRET"}]}]', secret
    ),
    "JSON in JSON": lambda secret: task(
        json.dumps([{"environment": [{"name": "SETTINGS", "value": json.dumps({"db": {"password": secret}})}]}])
    ),
    "URL": lambda secret: task(f"postgres://films:{quote(secret, safe='')}@${{aws_db_instance.a.endpoint}}/films"),
    "script": lambda secret: {"aws_instance": {"a": {"user_data": f"#!/bin/sh\nexport DB_PASSWORD={secret}\n"}}},
    "cloud-init": lambda secret: {"aws_instance": {"a": {"user_data": f"#cloud-config\npassword: {secret}\n"}}},
    "base64": lambda secret: {
        "aws_instance": {"a": {"user_data": base64.b64encode(f"export DB_PASSWORD='{secret}'\n".encode()).decode()}}
    },
    "option": lambda secret: task(json.dumps([{"command": ["sh", "-c", f"films --password {secret}"]}])),
    "provisioner": lambda secret: {"null_resource": {"a": {"connection": {"host": "films", "password": secret}}}},
    "secret": lambda secret: {"aws_secretsmanager_secret_version": {"a": {"secret_string": secret}}},
    "member of a secret": lambda secret: {
        "aws_secretsmanager_secret_version": {"a": {"secret_string": json.dumps({"username": "a", "pepper": secret})}}
    },
    "function": lambda secret: {"aws_rds_cluster": {"a": {"master_password": f'${{trimspace("{secret}")}}'}}},
    "template": lambda secret: {"aws_rds_cluster": {"a": {"master_password": f"{secret}${{aws_x.y.z}}"}}},
}


def task(definitions: str, secret: str = "") -> dict[str, Any]:
    return {"aws_ecs_task_definition": {"a": {"container_definitions": definitions.replace("SECRET", secret)}}}


def graph_of(resource: dict[str, Any], **blocks: Any) -> Graph:
    return build_graph({"resource": resource, **blocks}, "test")


def every_message(graph: Graph) -> str:
    """All that the validators say of a graph's resources about secrets."""
    found = [problems(RULES["secret_in_document"].declaration, graph, resource) for resource in graph]
    found.append(problems(RULES["secret_in_configuration"].declaration, graph, None))
    return json.dumps(found)


@pytest.mark.parametrize("form", FORMS)
def test_found_in_each_form_and_in_no_message(form: str) -> None:
    graph = graph_of(FORMS[form](SECRET))
    assert [secret.value for resource in graph for secret in secrets_of(resource)] == [SECRET]
    assert "(secret, 17 characters)" in every_message(graph)
    assert SECRET not in every_message(graph)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", [SECRET, "Qz"])
def test_in_no_value_that_an_audit_sees(form: str, secret: str, tmp_path: Path) -> None:
    path = tmp_path / "cdk.tf.json"
    path.write_text(json.dumps({"resource": FORMS[form](secret)}), encoding="utf-8")
    subject = read_subject(Input(path, "cdk.tf.json"))
    shown = [subject.values.at(resource.address, name) for resource in subject.graph for name in resource.raw]
    assert shown and secret not in str(shown)
    verdict = Gate(load(), Settings(), "prod", keep_evidence=True).judge([subject.given])
    assert verdict.evidence and verdict.evidence.pairs
    assert len(secret) < SHORTEST or secret not in repr(verdict)


@given(st.sampled_from(sorted(FORMS)), RANDOM)
def test_no_part_of_a_secret_is_in_a_message(form: str, secret: str) -> None:
    graph = graph_of(FORMS[form](secret))
    message = every_message(graph)
    parts = {secret[start : start + 6] for start in range(len(secret) - 5)}
    assert not [part for part in parts if part in message]


@given(st.text(min_size=6))
def test_whatever_is_at_a_place_that_the_provider_marks_is_redacted(secret: str) -> None:
    graph = graph_of({"aws_db_instance": {"a": {"password": secret.replace("$", "").replace("%", "")}}})
    for found in secrets_in(graph):
        for written in (found, json.dumps(found), repr(found), html.escape(found), json.dumps(json.dumps(found))):
            left = redact(f"({written})", frozenset({found})).replace(mask(found), "")
            assert len(found) < SHORTEST or found not in left


def test_the_finding_names_the_attribute() -> None:
    (secret,) = secrets_of(next(iter(graph_of(FORMS["pair in JSON"](SECRET)))))
    assert (secret.attribute, secret.kind) == ("container_definitions.0.environment.TOKEN", "token")


def test_worked_out_once_for_each_resource() -> None:
    resource = next(iter(graph_of(FORMS["attribute"](SECRET))))
    assert secrets_of(resource) is secrets_of(resource)


def test_to_look_for_secrets_is_not_to_read() -> None:
    (resource,) = graph_of(FORMS["pair in JSON"](SECRET))
    resource.reads = {}
    assert secrets_of(resource) and resource.reads == {}
    resource.peek("name")
    assert list(resource.reads) == ["name"]


def test_a_reference_to_a_secret_is_not_one() -> None:
    resources = FORMS["attribute"](SECRET) | task('[{"password": "${aws_db_instance.a.password}"}]')
    graph = graph_of(resources)
    assert secrets_of(graph.get("aws_ecs_task_definition.a")) == []
    assert len(secrets_of(graph.get("aws_db_instance.a"))) == 1


@pytest.mark.parametrize(
    "block",
    [
        {"variable": {"db_password": {"default": SECRET}}},
        {"variable": {"seed": {"default": SECRET, "sensitive": True}}},
        {"locals": {"api_key": SECRET}},
        {"output": {"token": {"value": SECRET}}},
        {"provider": {"aws": [{"secret_key": SECRET}]}},
        {"terraform": {"backend": {"pg": {"conn_str": f"postgres://films:{SECRET}@db/state"}}}},
        {"module": {"films": {"source": "./films", "db_password": SECRET}}},
    ],
    ids=lambda block: next(iter(block)),
)
def test_found_beside_the_resources(block: dict[str, Any]) -> None:
    graph = graph_of({}, **block)
    assert secrets_in(graph) == {SECRET}
    assert "(secret, 17 characters)" in every_message(graph)
    assert SECRET not in every_message(graph)


def test_text_in_base64_is_redacted_too() -> None:
    written = FORMS["base64"](SECRET)["aws_instance"]["a"]["user_data"]
    assert secrets_in(graph_of(FORMS["base64"](SECRET))) == {SECRET, written}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("AKIA" + "IOSFODNN7EXAMPLE", "AWS access key"),
        ("ghp_" + "a1B2" * 9, "GitHub token"),
        ("xoxb-123456789012-1234567890123-" + "abcdefghijklmnopqrstuvwx", "Slack token"),
        ("eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0." + "SflKxwRJSMeKKF2QT4fwpMeJf36POk6y", "JSON Web Token"),
        ("sk_live_" + "Xk29fjwLq0as7Dh3" * 3, "Stripe key"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEpAIBAAKCAQEA7bq5\n" * 3 + "-----END RSA PRIVATE KEY-----",
            "private key",
        ),
    ],
)
def test_formats_are_found_whole(text: str, kind: str) -> None:
    graph = graph_of({"aws_lambda_function": {"a": {"environment": {"variables": {"SETTING": f"<{text}>"}}}}})
    assert [(secret.value, secret.kind) for secret in secrets_of(graph.get("aws_lambda_function.a"))] == [(text, kind)]


@pytest.mark.parametrize("part", ["eyJ", "ghp_", 'password="\\\\', "key://a:b", "-----BEGIN PRIVATE KEY-----"])
def test_a_long_text_ends(part: str) -> None:
    """A pattern that backtracks without bound would not come to an end here."""
    assert isinstance(list(secrets_in_text(part * 100_000)), list)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("DB_PASSWORD", "database password"),
        ("masterUserPassword", "password"),
        ("stripe-api-key", "API key"),
        ("CLIENT_SECRET_OLD", "secret"),
        ("AWS_SECRET_ACCESS_KEY", "access key"),
        ("SECRET_ARN", None),
        ("PASSWORD_POLICY", None),
        ("TOKEN_EXPIRY", None),
        ("creation_token", None),
        ("http_tokens", None),
        ("kms_key_id", None),
        ("", None),
    ],
)
def test_the_last_word_of_a_name_decides(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_code_that_reads_a_secret_holds_none() -> None:
    code = """
    password = os.environ["PASSWORD"]
    token = get_token(event)
    connect(user=user, password=password, token=event.token)
    const secret = process.env.SECRET;
    """
    assert secrets_of(next(iter(graph_of({"aws_lambda_function": {"a": {"code": code}}})))) == []


def test_policies_and_state_machines_hold_none() -> None:
    statement = {"Action": ["sts:GetSessionToken", "kms:GenerateDataKey"], "Condition": {"StringEquals": {}}}
    statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:aud"] = "sts.amazonaws.com"
    steps = {"Parameters": {"TaskToken.$": "$$.Task.Token", "Token": "$.token", "ClientToken": "a1-b2"}}
    graph = graph_of(
        {
            "aws_iam_policy": {"a": {"policy": json.dumps({"Statement": [statement]})}},
            "aws_sfn_state_machine": {"a": {"definition": json.dumps(steps)}},
        }
    )
    assert secrets_in(graph) == frozenset()


AWKWARD = 'pa"ss\\w<ord>\n1'


@pytest.mark.parametrize(
    "written",
    [
        AWKWARD,
        json.dumps(AWKWARD),
        json.dumps(json.dumps(AWKWARD)),
        repr(AWKWARD),
        html.escape(AWKWARD),
        quote(AWKWARD, safe=""),
    ],
)
def test_redacts_escaped_forms(written: str) -> None:
    redacted = redact(f"before {written} after", frozenset({AWKWARD}))
    assert "(secret, 14 characters)" in redacted
    assert "ss" not in redacted


def test_redacts_a_traceback() -> None:
    try:
        raise KeyError({"password": SECRET})
    except KeyError:
        text = traceback.format_exc()
    assert SECRET in text
    assert SECRET not in redact(text, frozenset({SECRET}))


def test_redacts_the_longest_first_and_only_once() -> None:
    secrets = frozenset({"hunter2-and-more", "hunter2-", "secret"})
    once = redact("hunter2-and-more hunter2-", secrets)
    assert once == f"{mask('hunter2-and-more')} {mask('hunter2-')}"
    assert redact(once, secrets) == once


def test_redacts_the_lines_of_a_private_key() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq5\n-----END PRIVATE KEY-----"
    assert redact("at MIIEpAIBAAKCAQEA7bq5", frozenset({key})) == f"at {mask(key)}"


def test_a_short_secret_is_redacted_as_a_word() -> None:
    assert (
        redact("bar of a barrel, bar", frozenset({"bar"}))
        == "(secret, 3 characters) of a barrel, (secret, 3 characters)"
    )


def test_without_a_candidate_the_detectors_are_not_imported() -> None:
    script = (
        "import sys; from stackgate.resolver import build_graph; from stackgate.secrets import secrets_in;"
        "secrets_in(build_graph({'resource': {'aws_db_instance': {'a': {'password': 'hunter2!'}}}}, 'test'));"
        "sys.exit('detect_secrets' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_what_the_provider_marks_is_taken_from_its_schema() -> None:
    nested = {"block": {"attributes": {"password": {"sensitive": True, "required": True}}}}
    attributes = {
        "secret": {"sensitive": True, "optional": True},
        "result": {"sensitive": True, "computed": True},
        "username": {"sensitive": True, "optional": True},
        "name": {"optional": True},
    }
    resource = {"aws_x": {"block": {"attributes": attributes, "block_types": {"login": nested}}}}
    schema = {"provider_schemas": {"aws": {"resource_schemas": resource, "data_source_schemas": {}}}}
    assert derive(schema)["attributes"] == {"aws_x": ["login.password", "secret"]}


def test_a_verdict_does_not_hold_the_secret(tmp_path: Path) -> None:
    path = tmp_path / "cdk.tf.json"
    path.write_text(json.dumps({"resource": FORMS["attribute"](SECRET) | FORMS["URL"](SECRET)}), encoding="utf-8")
    rulebook = load()
    verdict = Gate(rulebook, Settings(), "prod", ("validators",)).judge([Input(path, "cdk.tf.json")])
    assert {finding.address for finding in verdict.findings if finding.rule == "secret_in_document"} == {
        "aws_db_instance.a",
        "aws_ecs_task_definition.a",
    }
    assert SECRET not in repr(verdict)
