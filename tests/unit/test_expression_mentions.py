"""What an expression refers to and calls, whether or not it is evaluated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackgate.expression import calls, traversals
from stackgate.expression.functions import FUNCTIONS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain", []),
        ("${aws_vpc.main.id}", [("aws_vpc", "main", "id")]),
        ("$${aws_vpc.main.id}", []),
        ('${aws_x.y["k"].id}-${aws_x.z[0].id}', [("aws_x", "y", "k", "id"), ("aws_x", "z", 0, "id")]),
        ("${aws_x.y.0.id}", [("aws_x", "y", 0, "id")]),
        ("${aws_x.y[*].id}", [("aws_x", "y", "*", "id")]),
        ("${aws_x.y.*.id}", [("aws_x", "y", "*", "id")]),
        ("${data.aws_x.y[each.key].id}", [("data", "aws_x", "y"), ("each", "key")]),
        ("${true ? aws_a.b.c : aws_d.e.f}", [("aws_a", "b", "c"), ("aws_d", "e", "f")]),
        ('${f("x${g("${var.a}")}", local.b...)}', [("var", "a"), ("local", "b")]),
        ("${[for k, v in var.m : k.id if v.on && var.all]}", [("var", "m"), ("var", "all")]),
        ("${{for v in aws_x.y : v.id => local.z[v.id]}}", [("aws_x", "y"), ("local", "z")]),
        ("%{ for v in var.m }${v.id}${w.id}%{ endfor }", [("var", "m"), ("w", "id")]),
        ("%{ if var.a }${aws_x.y.z}%{ endif }", [("var", "a"), ("aws_x", "y", "z")]),
        ("${element(aws_x.y, 0).id}", [("aws_x", "y")]),
        ("${{a = var.b, (var.c) = 1}}", [("var", "b"), ("var", "c")]),
        ("${-var.a + var.b}", [("var", "a"), ("var", "b")]),
        ("${module.m[0].out.x}", [("module", "m", 0, "out", "x")]),
        ('${"aws_vpc.main.id"}', []),
        ("${unreadable(}", []),
    ],
)
def test_traversals_are_found_wherever_they_stand(text: str, found: list[tuple[str | int, ...]]) -> None:
    assert list(traversals(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a (b)", ()),
        ("${var.a}", ()),
        ('${upper("${lower(var.a)}")}', ("upper", "lower")),
        ("${provider::aws::arn_parse(var.a).region}", ("provider::aws::arn_parse",)),
        ("${core::upper(var.a)}", ("upper",)),
        ("%{ if can(var.a) }x%{ endif }", ("can",)),
        ("${[for a in range(2) : abs(a) if even(a)]}", ("range", "abs", "even")),
    ],
)
def test_calls_are_found_wherever_they_stand(text: str, found: tuple[str, ...]) -> None:
    assert calls(text) == found


def test_the_functions_of_terraform_and_of_the_provider_are_known() -> None:
    assert {"upper", "try", "file", "provider::aws::arn_parse"} <= FUNCTIONS
    assert "even" not in FUNCTIONS


@given(st.text(alphabet='ab${}%"\\.[]()?:!- 1,=*', max_size=40))
def test_any_text_has_traversals_and_calls(text: str) -> None:
    assert all(traversals(text))
    assert all(calls(text))
