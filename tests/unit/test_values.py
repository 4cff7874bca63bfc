"""What a rule may do with what is not known, and that it cannot guess by accident."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackgate.values import Encoded, Reference, Template, Undecidable, Unresolved, known, references_in

KEY = Reference("aws_kms_key.main", "arn", "aws_kms_key.main.arn")
NAME = Reference("aws_sqs_queue.jobs", "name", "aws_sqs_queue.jobs.name", "jobs")
VARIABLE = Unresolved("var.size", (), "a variable without default", may_be_null=True)
PATH = Template(("service/", Reference("aws_ecs_cluster.main", "id", "aws_ecs_cluster.main.id"), "/web"))

USES: dict[str, Callable[[Any], Any]] = {
    "equal": lambda value: value == "a",
    "unequal": lambda value: value != "a",
    "order": lambda value: value < 3,
    "membership": lambda value: value in {"a", "b"},
    "membership in a list": lambda value: value in ["a", "b"],
    "length": len,
    "iteration": list,
    "containment": lambda value: "a" in value,
    "item": lambda value: value[0],
    "number": int,
    "fraction": float,
    "sum": lambda value: value + 1,
    "sum from the right": lambda value: 1 + value,
    "method of a string": lambda value: value.split(":"),
    "method of a map": lambda value: value.items(),
    "key": lambda value: {value: 1},
    "sorting": lambda value: sorted([value, "a"]),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
@pytest.mark.parametrize("value", [KEY, VARIABLE], ids=["reference", "variable"])
def test_a_use_of_what_is_not_known_is_undecidable(use: Callable[[Any], Any], value: Any) -> None:
    with pytest.raises(Undecidable, match=re.escape(str(value))):
        use(value)


def test_branching_on_what_is_not_known_is_undecidable_but_a_reference_is_true() -> None:
    assert KEY
    with pytest.raises(Undecidable, match="a variable without default"):
        bool(VARIABLE)


def test_references_are_compared_by_target_and_attribute() -> None:
    again = Reference("aws_kms_key.main", "arn", "aws_kms_key.main.arn")
    other = Reference("aws_kms_key.other", "arn", "aws_kms_key.other.arn")
    assert again == KEY
    assert other != KEY
    with pytest.raises(Undecidable):  # two resources may well have one value here
        assert Reference("aws_subnet.a", "vpc_id", "a") == Reference("aws_subnet.b", "vpc_id", "b")


def test_a_reference_to_a_configured_value_is_that_value() -> None:
    assert NAME == "jobs"
    assert NAME != "other"
    assert NAME in {"jobs"}
    assert NAME.startswith("jo")
    assert len(NAME) == 4
    assert not Reference("aws_x.y", "enabled", "aws_x.y.enabled", False)


def test_a_chain_of_references_is_followed_to_its_end() -> None:
    subnet_vpc = Reference("aws_subnet.a", "vpc_id", "x", Reference("aws_vpc.main", "id", "aws_vpc.main.id"))
    assert subnet_vpc == Reference("aws_vpc.main", "id", "aws_vpc.main.id")


def test_a_template_decides_what_its_literal_parts_decide() -> None:
    assert PATH.startswith("service/")
    assert not PATH.startswith("cluster/")
    assert PATH.endswith("/web")
    assert PATH != "service"
    assert "/web" in PATH
    for use in (lambda: PATH == "service/a/web", lambda: PATH.startswith("service/a"), lambda: "a" in PATH):
        with pytest.raises(Undecidable):
            use()


def test_a_template_of_known_parts_is_known() -> None:
    assert Template(("a/", NAME, "/b")) == "a/jobs/b"
    assert known(Template(("a/", NAME))) == "a/jobs"


def test_every_reference_is_found_however_deep() -> None:
    value = {"a": [KEY, {"b": PATH}], "c": Encoded("jsonencode(...)", {"d": NAME})}
    assert [reference.target for reference in references_in(value)] == [
        "aws_kms_key.main",
        "aws_ecs_cluster.main",
        "aws_sqs_queue.jobs",
    ]


@given(st.text(), st.text(), st.text())
def test_a_template_never_contradicts_the_text_it_may_become(head: str, middle: str, tail: str) -> None:
    template = Template((head, KEY, tail))
    whole = head + middle + tail
    with pytest.raises(Undecidable):
        assert template == whole
    for prefix in (whole[:1], whole[:3], whole):
        try:
            assert template.startswith(prefix) or not head.startswith(prefix)
        except Undecidable:
            assert len(prefix) > len(head)


def test_what_is_not_known_cannot_be_written_as_json_by_accident() -> None:
    with pytest.raises(TypeError, match="Reference"):
        json.dumps({"key": KEY})
