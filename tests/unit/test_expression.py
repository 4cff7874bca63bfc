"""Terraform's strings and expressions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackgate.expression import evaluate
from stackgate.expression.scanner import SyntaxFault
from stackgate.expression.template import split_template
from stackgate.resolver import build_graph
from stackgate.values import Encoded, Reference, Template, Undecidable, Unresolved

DOCUMENT: dict[str, Any] = {
    "variable": {
        "off": {"default": False},
        "none": {},
        "map": {"default": {"k": "v", "l": [1, 2]}},
        "null": {"default": None},
    },
    "locals": {
        "prefix": "pre-${var.off}",
        "loop": "${local.loop}",
        "first": "${local.second}",
        "second": "${local.first}",
    },
    "resource": {"aws_sqs_queue": {"jobs": {"name": "jobs", "tags": {"a": "b"}, "delay_seconds": 5}}},
}


def value_of(expression: Any) -> Any:
    document = DOCUMENT | {"resource": DOCUMENT["resource"] | {"aws_x": {"y": {"value": expression}}}}
    resource = build_graph(document, "s").get("aws_x.y")
    assert resource is not None
    return resource.peek("value")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("${var.off}", False),
        ("a-${var.off}-b", "a-false-b"),
        ("${local.prefix}/x", "pre-false/x"),
        ("${var.map.k}", "v"),
        ('${var.map["k"]}', "v"),
        ("${var.map.l[1]}", 2),
        ("${var.null}", None),
        ("$${var.off}", "${var.off}"),
        ("%%{if}", "%{if}"),
        ("a$b{c}", "a$b{c}"),
        ("${true}", True),
        ("${-3}", -3),
        ("${1.5}", 1.5),
        ('${"quoted } brace"}', "quoted } brace"),
        ('${var.off ? "a" : "b"}', "b"),
        ("${!var.off}", True),
        ('${jsonencode({"a" = [1, "x${var.off}"], b = null})}', '{"a":[1,"xfalse"],"b":null}'),
        ("${tolist([1, 2])}", [1, 2]),
        ("${aws_sqs_queue.jobs.delay_seconds}", 5),
        ("x-${aws_sqs_queue.jobs.name}", "x-jobs"),
    ],
)
def test_what_is_known_is_worked_out(text: str, value: Any) -> None:
    found = value_of(text)
    assert found == value
    if not isinstance(found, Unresolved):
        assert isinstance(found, type(value))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("${var.none}", "a variable without default"),
        ("${var.missing}", "a variable that is not declared"),
        ("${local.missing}", "not declared"),
        ("${each.value}", "for_each"),
        ("${count.index}", "count"),
        ("${module.network.id}", "module"),
        ("${file(}", "cannot be read"),
        ("${upper(var.none)}", "a variable without default"),
        ("%{ if var.none }a%{ endif }", "a variable without default"),
        ("%{ if true }a", "cannot be read"),
        ("${1 2}", "cannot be read"),
        ("${{a 1}}", "cannot be read"),
        ('${"a${var.off"}', "cannot be read"),
        ("${upper()}", "an error: upper: takes 1 argument"),
        ("${uper(1)}", "an error: there is no function named 'uper'"),
        ('${cidrsubnet("10.0.0.0/8", 99, 1)}', "an error: cidrsubnet: "),
        ("${1 / 0}", "an error: division by zero"),
        ("${[1][1]}", "an error: no item 1 in a list of 1"),
        ("${var.map.missing}", "an error: 'missing' is not there"),
        ("a${var.null}", "an error: null where text belongs"),
        ("${timestamp()}", "different each time"),
        ('${file("a")}', "the content of a file"),
        ("${local.loop}", "defined by itself"),
        ("${local.first}", "defined by itself"),
    ],
)
def test_what_is_not_known_says_why(text: str, reason: str) -> None:
    value = value_of(text)
    assert isinstance(value, Unresolved)
    assert reason in value.reason


@pytest.mark.parametrize(
    ("text", "target", "attribute"),
    [
        ("${aws_kms_key.a-b.arn}", "aws_kms_key.a-b", "arn"),
        ("${data.aws_region.here.name}", "data.aws_region.here", "name"),
        ("${aws_vpc.main[0].id}", "aws_vpc.main", "id"),
        (
            "${aws_rds_cluster.c.master_user_secret[0].secret_arn}",
            "aws_rds_cluster.c",
            "master_user_secret.0.secret_arn",
        ),
        ('${aws_x.z["k"].id}', "aws_x.z", "k.id"),
    ],
)
def test_a_reference_has_target_and_attribute(text: str, target: str, attribute: str) -> None:
    value = value_of(text)
    assert isinstance(value, Reference)
    assert (value.target, value.attribute) == (target, attribute)


def test_what_cannot_be_worked_out_still_tells_what_it_refers_to() -> None:
    for text in ("${upper(aws_kms_key.a.arn)}", "${aws_kms_key.a.b[*].arn}", "${[for k in aws_kms_key.a : k.arn]}"):
        value = value_of(text)
        assert isinstance(value, Unresolved)
        assert [reference.target for reference in value.references] == ["aws_kms_key.a"]


def test_jsonencode_keeps_what_it_encodes() -> None:
    value = value_of('${jsonencode({"Resource" = "${aws_kms_key.a.arn}/*"})}')
    assert isinstance(value, Encoded)
    assert isinstance(value.value["Resource"], Template)


@given(st.text(alphabet='ab${}%"\\. ', max_size=30))
def test_any_text_is_taken_apart_without_loss_of_its_literals(text: str) -> None:
    try:
        pieces = split_template(text)
    except SyntaxFault:
        assert "{" in text
        return
    if "{" not in text:
        assert "".join(piece.text for piece in pieces if piece.kind == "text") == text


@given(st.text(alphabet='ab${}%"\\.[]()?:!- 1,=', max_size=40))
def test_any_text_is_evaluated_or_unresolved(text: str) -> None:
    evaluate(text, lambda steps: Unresolved(".".join(steps), (), "a test"))


def test_an_attribute_that_may_not_be_set_cannot_be_read() -> None:
    graph = build_graph({"variable": {"v": {}}, "resource": {"aws_x": {"y": {"value": "${var.v}"}}}}, "s")
    with pytest.raises(Undecidable, match="a variable without default"):
        assert "value" in graph.of_type("aws_x")[0]


@pytest.mark.parametrize(
    "text",
    ['${f("' + "a" * 60, '${f("${' + "a" * 60 + '"}', '${f("${g("a\\"' + "b" * 60 + '")}")}', '"${a} b ' * 1000],
    ids=["quote", "brace", "escaped quote", "many"],
)
def test_what_is_never_closed_is_given_up_soon(text: str) -> None:
    """The patterns of the grammar as it comes would be tried for years."""
    evaluate(text, ".".join)


@pytest.mark.parametrize("text", ['${"' * 3000, "${" + "(" * 3000 + "aws_vpc.main.id" + ")" * 3000 + "}"])
def test_what_is_nested_too_deep_is_unresolved(text: str) -> None:
    assert isinstance(evaluate(text, lambda steps: ".".join(steps)), Unresolved)
