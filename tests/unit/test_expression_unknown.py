"""What is known of an expression of which some is not known."""

from __future__ import annotations

from typing import Any

import pytest

from stackgate.expression import evaluate
from stackgate.values import Computed, Encoded, Reference, Template, Unresolved, known, references_in

ARN = Reference("aws_kms_key.main", "arn", "aws_kms_key.main.arn")
QUEUE = Reference("aws_sqs_queue.jobs", "name", "aws_sqs_queue.jobs.name", "jobs")
UNSET = Unresolved("var.unset", (), "a variable without default", may_be_null=True)
KNOWN = {
    "aws_kms_key.main.arn": ARN,
    "aws_kms_key.main.policy": Reference("aws_kms_key.main", "policy", "aws_kms_key.main.policy"),
    "aws_sqs_queue.jobs.name": QUEUE,
    "aws_subnet.private": [Reference(f"aws_subnet.private[{index}]", "", "aws_subnet.private") for index in range(2)],
    "aws_subnet.private.0.id": Reference("aws_subnet.private[0]", "id", "aws_subnet.private[0].id"),
    "aws_subnet.private.1.id": Reference("aws_subnet.private[1]", "id", "aws_subnet.private[1].id"),
    "aws_subnet.zone": {"a": Reference('aws_subnet.zone["a"]', "", "aws_subnet.zone")},
    "aws_subnet.zone.a.id": Reference('aws_subnet.zone["a"]', "id", 'aws_subnet.zone["a"].id'),
    "aws_vpc.main": Reference("aws_vpc.main", "", "aws_vpc.main"),
    "aws_vpc.main.id": Reference("aws_vpc.main", "id", "aws_vpc.main.id"),
    "var.unset": UNSET,
    "var.sizes": {"small": 1, "large": 8},
    "var.names": ["a", "b"],
    "local.tags": {"Name": ARN, "Team": "video"},
}


def look_up(steps: list[str]) -> Any:
    return KNOWN[".".join(step for step in steps if step)]


def value_of(expression: str) -> Any:
    return evaluate(f"${{{expression}}}", look_up)


def targets(value: Any) -> list[str]:
    return [str(reference) for reference in references_in(value)]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("length([aws_kms_key.main.arn, var.unset])", 2),
        ("length(aws_subnet.private)", 2),
        ("keys(merge(local.tags, {Other = var.unset}))", ["Name", "Other", "Team"]),
        ('merge(local.tags, {Name = "n"}).Name', "n"),
        ('lookup(local.tags, "Team", var.unset)', "video"),
        ('element(["x", aws_kms_key.main.arn], 2)', "x"),
        ("[for size in [1, 2] : size if size > 1]", [2]),
        ('contains(["x", aws_kms_key.main.arn], "x")', True),
        ("false && var.unset", False),
        ("var.unset || true", True),
        ("aws_kms_key.main.arn == null", False),
        ('"k-${aws_kms_key.main.arn}" == "x"', False),
        ('var.unset ? "same" : "same"', "same"),
        ('try(aws_subnet.private[7].id, "none")', "none"),
        ('try(var.sizes.huge, "none")', "none"),
        ("can(aws_vpc.main.id)", True),
        ('{for name in var.names : name => upper(name)}["b"]', "B"),
    ],
)
def test_what_the_known_part_decides_is_known(expression: str, value: Any) -> None:
    found = known(value_of(expression))
    assert found == value
    assert type(found) is type(value) or isinstance(found, list)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("upper(aws_sqs_queue.jobs.name)", "JOBS"),
        ('aws_sqs_queue.jobs.name == "jobs"', True),
        ('aws_sqs_queue.jobs.name == "jobs" ? 1 : 2', 1),
        ('split("o", aws_sqs_queue.jobs.name)', ["j", "bs"]),
        ("{(aws_sqs_queue.jobs.name) = 1}", {"jobs": 1}),
    ],
)
def test_what_a_configured_value_gives_keeps_its_reference(expression: str, value: Any) -> None:
    found = value_of(expression)
    assert isinstance(found, Computed)
    assert found.final() == value
    assert targets(found) == [str(QUEUE)]


@pytest.mark.parametrize(
    ("expression", "target"),
    [
        ("aws_subnet.private[1].id", "aws_subnet.private[1].id"),
        ("aws_subnet.private.0.id", "aws_subnet.private[0].id"),
        ("aws_subnet.private[var.sizes.small].id", "aws_subnet.private[1].id"),
        ("element(aws_subnet.private[*].id, 3)", "aws_subnet.private[1].id"),
        ('aws_subnet.zone["a"].id', 'aws_subnet.zone["a"].id'),
        ("values(aws_subnet.zone)[0].id", 'aws_subnet.zone["a"].id'),
        ("one(aws_vpc.main[*].id)", "aws_vpc.main.id"),
        ('coalesce(null, aws_kms_key.main.arn, "x")', "aws_kms_key.main.arn"),
        ('try(aws_vpc.main.id, "x")', "aws_vpc.main.id"),
        ("flatten([[aws_vpc.main.id]])[0]", "aws_vpc.main.id"),
        ("concat([aws_vpc.main.id], var.names)[0]", "aws_vpc.main.id"),
        ("[for subnet in aws_subnet.private : subnet.id][0]", "aws_subnet.private[0].id"),
        ("sensitive(aws_vpc.main.id)", "aws_vpc.main.id"),
    ],
)
def test_an_expression_that_only_picks_gives_the_reference(expression: str, target: str) -> None:
    found = value_of(expression)
    assert isinstance(found, Reference)
    assert str(found) == f"${{{target}}}"


@pytest.mark.parametrize(
    "expression",
    [
        'join(":", ["key", aws_kms_key.main.arn])',
        'format("key:%s", aws_kms_key.main.arn)',
        '"key:${aws_kms_key.main.arn}"',
        '"%{ if true }key:%{ endif }${aws_kms_key.main.arn}"',
    ],
)
def test_a_text_with_an_unknown_part_is_a_template(expression: str) -> None:
    found = value_of(expression)
    assert isinstance(found, Template)
    assert found.parts == ("key:", ARN)


@pytest.mark.parametrize(
    ("expression", "mentioned"),
    [
        ("upper(aws_kms_key.main.arn)", [ARN]),
        ("var.unset ? aws_kms_key.main.arn : aws_vpc.main.id", [ARN, KNOWN["aws_vpc.main.id"]]),
        ("toset([aws_kms_key.main.arn, aws_vpc.main.id])", [ARN, KNOWN["aws_vpc.main.id"]]),
        ("length(toset([aws_kms_key.main.arn, aws_vpc.main.id]))", [ARN, KNOWN["aws_vpc.main.id"]]),
        ("[for item in var.unset : aws_kms_key.main.arn]", [ARN]),
        ("[for item in var.names : item if aws_kms_key.main.arn == item]", [ARN]),
        ("aws_kms_key.main.policy == null", [KNOWN["aws_kms_key.main.policy"]]),
        ("length(aws_kms_key.main.policy)", [KNOWN["aws_kms_key.main.policy"]]),
        ("aws_kms_key.main.policy[*]", [KNOWN["aws_kms_key.main.policy"]]),
        ("local.tags[aws_kms_key.main.arn]", [ARN]),
        ("1 + aws_kms_key.main.arn", [ARN]),
        ("coalesce(aws_kms_key.main.policy, aws_kms_key.main.arn)", [KNOWN["aws_kms_key.main.policy"], ARN]),
        ('file("${aws_kms_key.main.arn}.json")', [ARN]),
    ],
)
def test_what_is_not_known_tells_what_it_is_made_of(expression: str, mentioned: list[Reference]) -> None:
    found = value_of(expression)
    assert type(found) is Unresolved
    assert set(targets(found)) == {str(reference) for reference in mentioned}


def test_the_result_of_a_function_is_never_null_but_a_branch_may_be() -> None:
    assert not value_of("upper(aws_kms_key.main.arn)").may_be_null
    assert not value_of('var.unset ? "a" : "b"').may_be_null
    assert value_of("var.unset ? null : 1").may_be_null
    assert value_of("var.unset.part").may_be_null
    assert value_of("lookup(var.unset, 1)").may_be_null


def test_jsonencode_keeps_references_in_place() -> None:
    found = value_of('jsonencode({Resource = ["${aws_kms_key.main.arn}/*", aws_sqs_queue.jobs.name]})')
    assert isinstance(found, Encoded)
    assert isinstance(found.value["Resource"][0], Template)
    assert found.value["Resource"][1] is QUEUE


@pytest.mark.parametrize(
    "text",
    [
        "${pow(9, 9999)}",
        "${range(1e12)}",
        '${regex("(a+)+$", "' + "a" * 60 + '!")}',
        '${regexall("(a|a)*b", "' + "a" * 60 + '")}',
        '${regexall("' + "a*" * 30 + 'b", "' + "a" * 60 + '")}',
        '${format("%999999999s", "a")}',
        '${indent(999999999, "a\\nb")}',
        "${setproduct(" + ", ".join(["range(100)"] * 6) + ")}",
        "${" + "".join(f"[for a{index} in range(1000) : " for index in range(4)) + "0" + "]" * 4 + "}",
        "${" + "!" * 5000 + "true}",
        "${" + "1+" * 3000 + "1}",
        "${" + "[" * 5000,
        "${1e999999999}",
        '${jsondecode("' + "[" * 50000 + '")}',
        '${yamldecode("' + "[" * 5000 + '")}',
    ],
    ids=lambda text: text[:24],
)
def test_work_without_end_is_given_up_soon(text: str) -> None:
    found = evaluate(text, look_up)
    assert isinstance(found, Unresolved) or text.startswith("${1+")


def test_a_value_that_doubles_is_given_up() -> None:
    value: Any = ["x"]
    for _ in range(40):
        value = [value, value]
    found = evaluate("${jsonencode(local.a)}", lambda steps: value)
    assert isinstance(found, Unresolved)
    assert "too large" in found.reason


def test_a_list_that_is_not_known_is_not_taken_for_one_value() -> None:
    assert type(value_of('formatlist("%s", aws_kms_key.main.policy)')) is Unresolved
    assert [type(item) for item in value_of('formatlist("k-%s", [aws_kms_key.main.arn])')] == [Template]


def test_a_formatted_value_keeps_its_reference() -> None:
    found = value_of('format("%6s", aws_sqs_queue.jobs.name)')
    assert known(found) == "  jobs"
    assert targets(found) == [str(QUEUE)]
