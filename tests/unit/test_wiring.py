import pytest

from stackgate.aws.wiring import items, pointed, wired
from stackgate.resolver import build_graph
from stackgate.values import Undecidable

ROLE = {"aws_iam_role": {"task": {"name": "task"}, "other": {"name": "other"}}}


def found(**policies):
    graph = build_graph({"resource": {**ROLE, "aws_iam_policy_attachment": policies}}, "test")
    wires = wired(graph, graph.get("aws_iam_role.task"), "roles", "aws_iam_policy_attachment")
    return [source.name for source in wires]


def test_by_reference_and_not_by_another_attribute():
    assert found(a={"roles": ["${aws_iam_role.task.name}"]}, b={"name": "${aws_iam_role.task.name}"}) == ["a"]


def test_by_name_also_beside_a_reference_to_another():
    assert found(a={"roles": ["${aws_iam_role.other.name}", "task"]}) == ["a"]
    assert found(a={"roles": ["other"]}, b={}) == []


def test_what_is_not_known_matters_only_where_nothing_is_found():
    assert found(a={"roles": ["${aws_iam_role.task.name}"]}, b={"roles": ["${var.role}"]}) == ["a"]
    with pytest.raises(Undecidable):
        found(b={"roles": ["${var.role}"]})


def test_a_module_that_is_not_expanded_may_hold_it():
    graph = build_graph({"resource": ROLE, "module": {"rights": {"source": "./rights"}}}, "test")
    with pytest.raises(Undecidable, match=r"module\.rights"):
        wired(graph, graph.get("aws_iam_role.task"), "role", "aws_iam_role_policy")


def test_one_of_several_is_pointed_at_by_its_index():
    association = {"subnet_id": "${element(aws_subnet.all[*].id, count.index)}", "other": "${var.x}"}
    graph = build_graph(
        {"resource": {"aws_subnet": {"all": {"count": "${var.n}"}}, "aws_x": {"a": association}}}, "test"
    )
    assert pointed(graph, graph.get("aws_x.a").peek("subnet_id")) is graph.get("aws_subnet.all")
    assert pointed(graph, graph.get("aws_x.a").peek("other")) is None


def test_items_of_a_list_of_a_reference_and_of_nothing():
    body = {"list": ["a", "${aws_y.b.arn}"], "one": "${aws_y.b.arn}", "chain": "${aws_x.a.list}", "none": None}
    block = build_graph({"resource": {"aws_x": {"a": body}}}, "test").get("aws_x.a")
    assert [len(items(block, name)) for name in ("list", "one", "chain", "none", "absent")] == [2, 1, 2, 0, 0]
