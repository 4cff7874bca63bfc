"""Ways in which a document with expressions, instances and modules once ended in "allowed", in a crash or in a leak."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from stackgate.finding import Finding, Verdict
from stackgate.gate import Gate
from stackgate.reports import render
from stackgate.resolver import build_graph
from stackgate.rulebook import load
from stackgate.settings import Settings
from stackgate.subject import Input
from stackgate.values import Template, Undecidable, Unresolved, known

RULEBOOK = load()
PASSWORD = "SuperSecret123!"
QUEUE = {"name": "jobs", "sqs_managed_sse_enabled": True}


def judge(tmp_path: Path, content: dict[str, Any], **modules: str) -> Verdict:
    for name, text in modules.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text, encoding="utf-8")
    path = tmp_path / "cdk.tf.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return Gate(RULEBOOK, Settings(), "prod", ("schema", "validators")).judge([Input(path, "cdk.tf.json")])


def found(verdict: Verdict, rule: str) -> list[Finding]:
    return [finding for finding in verdict.findings if finding.rule == rule]


def queues(**attributes: Any) -> dict[str, Any]:
    return {"resource": {"aws_sqs_queue": {"q": QUEUE | attributes}}}


@pytest.mark.parametrize("depends_on", [[None], [1], [True], [1.5]])
def test_a_dependency_that_is_no_text_is_a_fault_and_no_crash(tmp_path: Path, depends_on: list[Any]) -> None:
    verdict = judge(tmp_path, queues(depends_on=depends_on))
    assert not verdict.errors
    assert [one.attribute for one in found(verdict, "schema") if one.blocks]


@pytest.mark.parametrize("last", ["end", "${aws_kms_key.k.arn}"])
@pytest.mark.parametrize("step", ["a{}", "{}{}"])
@pytest.mark.parametrize("length", [70, 400])
def test_a_long_chain_of_names_ends(tmp_path: Path, length: int, step: str, last: str) -> None:
    chain = {
        f"q{index}": {"name": step.replace("{}", f"${{aws_sqs_queue.q{index + 1}.name}}")} for index in range(length)
    }
    chain[f"q{length}"] = {"name": last}
    verdict = judge(tmp_path, {"resource": {"aws_sqs_queue": chain, "aws_kms_key": {"k": {}}}})
    assert not verdict.errors


def test_a_chain_that_is_too_deep_is_not_known_and_no_fault(tmp_path: Path) -> None:
    values = {f"l{index}": f"${{upper(local.l{index + 1})}}" for index in range(300)} | {"l300": "end"}
    verdict = judge(tmp_path, {"locals": values} | queues(tags={"a": "${local.l0}"}))
    assert not verdict.errors
    assert not found(verdict, "schema")


@pytest.mark.parametrize(
    "expression",
    [
        f'${{parseint("{"1" * 6000}", 10)}}',
        f'${{replace("{"a" * 100_000}", "a", "{"b" * 100_000}")}}',
        f'${{replace("{"a" * 100_000}", "/a/", "{"b" * 100_000}")}}',
        f'${{join("{"x" * 100_000}", range(1000))}}',
        f'${{[for i in range(1024): "{"x" * 900_000}${{i}}"]}}',
        f"%{{for i in range(1024)}}{'x' * 100_000}%{{endfor}}",
    ],
    ids=["parseint", "replace", "replace by pattern", "join", "for", "directive"],
)
def test_a_huge_result_is_not_worked_out(expression: str) -> None:
    graph = build_graph({"resource": {"aws_x": {"y": {"v": expression}}}}, "s")
    with pytest.raises(Undecidable, match="too large"):
        known(graph.of_type("aws_x")[0].peek("v"))


def test_a_template_of_many_parts_is_compared_at_once() -> None:
    parts = [part for index in range(60) for part in (Unresolved(f"u{index}"), "a")]
    assert Template((*parts, "c")) != "a" * 300 + "b"
    assert Template((*parts, "b")) != "ab"
    with pytest.raises(Undecidable):
        assert Template((*parts, "b")) != "a" * 300 + "b"


@pytest.mark.parametrize(
    ("parts", "text", "may_be"),
    [
        (("a", Unresolved("u"), "b"), "ab", True),
        (("a", Unresolved("u"), "a"), "a", False),
        ((Unresolved("u"), "x", Unresolved("v")), "axb", True),
        ((Unresolved("u"), "x", Unresolved("v"), "x"), "ax", False),
        ((Unresolved("u"), "x", Unresolved("v"), "x"), "xx", True),
    ],
)
def test_a_text_may_be_a_template_where_its_parts_stand_in_it_in_order(
    parts: tuple[Any, ...], text: str, may_be: bool
) -> None:
    if may_be:
        with pytest.raises(Undecidable):
            assert Template(parts) == text
    else:
        assert Template(parts) != text


@pytest.mark.parametrize("section", ["module", "variable", "output"])
@pytest.mark.parametrize("in_list", [True, False])
def test_what_is_declared_twice_hides_nothing(tmp_path: Path, section: str, in_list: bool) -> None:
    one, other = {"source": "./m", "value": 1}, {"source": "./n", "value": 2}
    twice: Any = {"x": [one, other]} if in_list else [{"x": one}, {"x": other}]
    verdict = judge(tmp_path, {section: twice} | queues())
    assert [error.message for error in verdict.errors] == [f"declares {section}.x twice"]


@pytest.mark.parametrize(
    ("call", "text", "message"),
    [
        ({"b": 1}, "", "given 'b'"),
        ({}, 'variable "a" {\n}\n', "needs 'a'"),
        ({}, 'resource "aws_sqs_queue" "r" {\n  name = var.none\n}\n', "a variable that is not declared"),
        ({}, 'resource "aws_sqs_queue" "r" {\n  name = "x-${local.none}"\n}\n', "a local value that is not declared"),
        ({}, 'resource "aws_sqs_queue" "r" {\n  name = aws_sqs_queue.z.nme\n}\n', "no attribute 'nme'"),
        ({}, 'variable "e" {\n}\nvariable "e" {\n}\n', "twice"),
    ],
)
def test_what_is_wrong_in_a_module_is_told(tmp_path: Path, call: dict[str, Any], text: str, message: str) -> None:
    content = {"module": {"m": {"source": "./m"} | call}}
    verdict = judge(tmp_path, content, m=f'resource "aws_sqs_queue" "z" {{\n  name = "z"\n}}\n{text}')
    assert any(message in one.message and one.blocks for one in found(verdict, "schema"))


def test_a_module_without_a_fault_has_none(tmp_path: Path) -> None:
    text = (
        'variable "e" {\n  default = false\n}\nvariable "a" {\n}\n'
        'resource "aws_kms_key" "k" {\n  count = 1\n}\n'
        'resource "aws_sqs_queue" "z" {\n  name = var.a\n  kms_master_key_id = aws_kms_key.k[0].arn\n}\n'
    )
    verdict = judge(tmp_path, {"module": {"m": {"source": "./m", "a": "x", "count": 1}}}, m=text)
    assert not found(verdict, "schema")


def test_an_output_that_a_module_does_not_have_is_a_fault(tmp_path: Path) -> None:
    content = {"module": {"m": {"source": "./m"}}} | queues(name="${module.m.none}")
    verdict = judge(tmp_path, content, m='resource "aws_sqs_queue" "z" {\n  name = "z"\n}\n')
    assert [one.attribute for one in found(verdict, "schema") if one.blocks] == ["name"]


@pytest.mark.parametrize(
    ("key", "is_there"),
    [
        ("${aws_kms_key.k[0].arn}", False),
        ("${aws_kms_key.two[1].arn}", True),
        ("${aws_kms_key.two[2].arn}", False),
        ('${aws_kms_key.each["b"].arn}', False),
        ("${length(aws_kms_key.k) > 0 ? aws_kms_key.k[0].arn : null}", True),
        ("${one(aws_kms_key.k[*].arn)}", True),
        ('${try(aws_kms_key.k[0].arn, "")}', True),
    ],
)
def test_an_instance_that_is_not_there_is_a_fault(tmp_path: Path, key: str, is_there: bool) -> None:
    keys = {"k": {"count": 0}, "two": {"count": 2}, "each": {"for_each": {"a": 1}}}
    content = queues(kms_master_key_id=key, sqs_managed_sse_enabled=None)
    content["resource"]["aws_kms_key"] = keys
    assert bool(found(judge(tmp_path, content), "schema")) is not is_there


@pytest.mark.parametrize(
    ("vpc_id", "statuses"),
    [
        ('${var.x ? aws_vpc.v.id : "vpc-1"}', ["unknown"]),
        ('${aws_vpc.v.id != "" ? "vpc-1" : "vpc-2"}', ["unknown"]),
        ('${local.no ? aws_vpc.v.id : "vpc-1"}', ["fail"]),
        ('${local.yes ? aws_vpc.v.id : "vpc-1"}', []),
        ("${aws_subnet.s.vpc_id}", []),
        ("${aws_vpc.v.id}", []),
    ],
)
def test_what_may_be_wired_elsewhere_is_not_wired(tmp_path: Path, vpc_id: str, statuses: list[str]) -> None:
    log = {"vpc_id": vpc_id, "log_destination": "arn:aws:s3:::logs", "traffic_type": "ALL"}
    content = {
        "variable": {"x": {}},
        "locals": {"yes": True, "no": False},
        "resource": {
            "aws_vpc": {"v": {"cidr_block": "10.0.0.0/16"}},
            "aws_subnet": {"s": {"vpc_id": "${aws_vpc.v.id}"}},
            "aws_flow_log": {"f": log},
        },
    }
    assert [one.status for one in found(judge(tmp_path, content), "vpc_flow_logs")] == statuses


def test_the_provider_is_known_by_its_source_whatever_it_is_called(tmp_path: Path) -> None:
    required = {"amazon": {"source": "hashicorp/aws", "version": "5.99.1"}}
    content = {"terraform": {"required_providers": required}} | queues(region="eu-west-1", provider="amazon")
    assert [one.attribute for one in found(judge(tmp_path, content), "schema") if one.blocks] == ["region"]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("${base64encode(var.password)}", base64.b64encode(PASSWORD.encode()).decode()),
        ("${upper(var.password)}", PASSWORD.upper()),
        ("${substr(var.password, 0, 11)}", PASSWORD[:11]),
        ("x-${md5(var.password)}", hashlib.md5(PASSWORD.encode()).hexdigest()),
        ("${cidrhost(strrev(var.password), 1)}", PASSWORD[::-1]),
        ("${lower(local.made)}", base64.b64encode(PASSWORD.encode()).decode().lower()),
        ("${sensitive(local.plain)}", "nothing-by-its-name"),
    ],
)
def test_what_is_made_of_a_secret_is_in_no_output(tmp_path: Path, made: str, told: str) -> None:
    content = {
        "variable": {"password": {"default": PASSWORD}},
        "locals": {"made": "${base64encode(var.password)}", "plain": "nothing-by-its-name"},
    } | queues(name=f"{made}?", delay_seconds=made)
    verdict = judge(tmp_path, content)
    assert any("secret, " in one.message for one in found(verdict, "schema") + found(verdict, "name_characters"))
    for name in ("text", "json", "sarif"):
        assert told not in render(verdict, name)


def test_a_secret_in_the_key_of_an_instance_is_in_no_output(tmp_path: Path) -> None:
    content = {"variable": {"password": {"default": PASSWORD}}} | queues(for_each="${toset([var.password])}")
    verdict = judge(tmp_path, content)
    masked = f'aws_sqs_queue.q["(secret, {len(PASSWORD)} characters)"]'
    assert {one.address for one in found(verdict, "queue_dead_letter")} == {masked}
    for name in ("text", "json", "sarif"):
        assert PASSWORD not in render(verdict, name)
