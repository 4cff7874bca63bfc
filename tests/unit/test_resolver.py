"""count and for_each: expanded where it is known how often, named as unexpanded where it is not."""

from __future__ import annotations

from typing import Any

import pytest

from stackgate.graph import Graph
from stackgate.resolver import build_graph, written_graph
from stackgate.resolver.repetition import MAX_INSTANCES
from stackgate.secrets import secrets_in
from stackgate.values import Reference, Undecidable, known

REFUSED = "it"  # what the reasons begin with where Terraform ends with an error


def graph_of(resources: dict[str, Any], **blocks: Any) -> Graph:
    return build_graph({"resource": resources, **blocks}, "s")


def addresses(graph: Graph) -> list[str]:
    return [resource.address for resource in graph]


def value(graph: Graph, address: str, name: str = "v") -> Any:
    resource = graph.get(address)
    assert resource is not None, addresses(graph)
    return resource.peek(name)


@pytest.mark.parametrize("count", [2, 2.0, "2", "${2}", "${var.n}", "${local.n}", "${var.yes ? 2 : 0}"])
def test_a_known_count_is_so_many_instances(count: Any) -> None:
    blocks = {"variable": {"n": {"default": "2"}, "yes": {"default": True}}, "locals": {"n": "${var.n}"}}
    graph = graph_of({"aws_x": {"y": {"count": count, "v": "${count.index}", "name": "n-${count.index}"}}}, **blocks)
    assert addresses(graph) == ["aws_x.y[0]", "aws_x.y[1]"]
    assert [value(graph, address, "name") for address in addresses(graph)] == ["n-0", "n-1"]
    assert value(graph, "aws_x.y[1]") == 1
    assert graph.unexpanded == ()
    assert [(r.type, r.name, r.kind) for r in graph] == [("aws_x", "y", "aws_x")] * 2
    assert "count" not in graph.of_type("aws_x")[0]


@pytest.mark.parametrize("none", [{"count": 0}, {"for_each": {}}])
def test_a_resource_without_instances_is_not_there(none: dict[str, Any]) -> None:
    graph = graph_of({"aws_x": {"y": none | {"v": "${count.index}"}}})
    assert addresses(graph) == []
    assert graph.unexpanded == ()


def test_for_each_over_a_map_makes_an_instance_a_key() -> None:
    for_each = {"b.c": {"size": 1}, "a": {"size": "${aws_x.other.id}"}, 'q"': {"size": 3}}
    body = {"for_each": for_each, "v": "${each.value.size}", "k": "${each.key}"}
    graph = graph_of({"aws_x": {"y": body, "other": {}}})
    assert addresses(graph) == ['aws_x.y["a"]', 'aws_x.y["b.c"]', 'aws_x.y["q\\""]', "aws_x.other"]
    assert value(graph, 'aws_x.y["b.c"]') == 1
    assert value(graph, 'aws_x.y["b.c"]', "k") == "b.c"
    assert graph.target(value(graph, 'aws_x.y["a"]')) is graph.get("aws_x.other")
    quoted = graph.get('aws_x.y["q\\""]')
    assert quoted is not None
    assert (quoted.type, quoted.name) == ("aws_x", "y")


def test_for_each_over_a_set_makes_an_instance_an_item() -> None:
    graph = graph_of({"aws_x": {"y": {"for_each": '${toset(["b", "a", "b"])}', "v": "${each.value}-${each.key}"}}})
    assert [(r.address, r["v"]) for r in graph] == [('aws_x.y["a"]', "a-a"), ('aws_x.y["b"]', "b-b")]


@pytest.mark.parametrize(
    ("repeated", "reason"),
    [
        ({"count": "${var.none}"}, "its count depends on ${var.none}, which is a variable without default"),
        ({"for_each": "${var.none}"}, "its for_each depends on ${var.none}"),
        ({"count": "${aws_x.z.size}"}, "known only after the deploy"),
        ({"count": "${length(aws_x.y)}"}, "defined by itself"),
        ({"count": -1}, REFUSED),
        ({"count": 1.5}, REFUSED),
        ({"count": "many"}, REFUSED),
        ({"count": True}, REFUSED),
        ({"count": None}, REFUSED),
        ({"count": [1]}, REFUSED),
        ({"count": 1e300}, "over"),
        ({"count": MAX_INSTANCES + 1}, f"over {MAX_INSTANCES}"),
        ({"for_each": ["a"]}, REFUSED),
        ({"for_each": "a"}, REFUSED),
        ({"for_each": "${toset([1])}"}, REFUSED),
        ({"for_each": {}, "count": 1}, REFUSED),
    ],
)
def test_what_cannot_be_expanded_is_there_once_and_named(repeated: dict[str, Any], reason: str) -> None:
    body = repeated | {"v": "${count.index}", "k": "${each.key}", "w": 1}
    graph = graph_of({"aws_x": {"y": body, "z": {}}}, variable={"none": {}})
    assert addresses(graph) == ["aws_x.y", "aws_x.z"]
    assert [part.address for part in graph.unexpanded] == ["aws_x.y"]
    assert graph.unexpanded[0].is_refused == (reason is REFUSED)
    assert reason in graph.unexpanded[0].reason
    resource = graph.of_type("aws_x")[0]
    assert resource["w"] == 1
    for name in ("v", "k"):
        with pytest.raises(Undecidable):
            resource[name]


def test_references_lead_to_instances() -> None:
    users = {
        "one": {"v": "${aws_x.y[1].arn}"},
        "key": {"v": '${aws_x.z["a"].arn}'},
        "all": {"v": "${aws_x.y[*].arn}"},
        "none": {"v": "${aws_x.y[5].arn}"},
        "same": {"count": 2, "v": "${aws_x.y[count.index].arn}", "w": "${aws_x.y[count.index].name}"},
    }
    graph = graph_of(
        {"aws_x": {"y": {"count": 2, "name": "n-${count.index}"}, "z": {"for_each": {"a": 1}}}, "aws_u": users}
    )
    assert value(graph, "aws_u.one").target == "aws_x.y[1]"
    assert graph.target(value(graph, "aws_u.one")) is graph.get("aws_x.y[1]")
    assert graph.target(value(graph, "aws_u.key")) is graph.get('aws_x.z["a"]')
    assert [graph.target(item) for item in known(value(graph, "aws_u.all"))] == graph.of_type("aws_x")[:2]
    assert graph.target(value(graph, "aws_u.none")) is None
    assert graph.target(value(graph, "aws_u.same[1]")) is graph.get("aws_x.y[1]")
    assert value(graph, "aws_u.same[1]", "w") == "n-1"
    one = graph.get("aws_x.y[1]")
    assert one is not None
    assert {resource.address for resource in graph.referrers(one)} == {"aws_u.one", "aws_u.all", "aws_u.same[1]"}


def test_a_reference_to_what_is_not_expanded_leads_to_the_resource_that_stands_for_it() -> None:
    resources = {"aws_x": {"y": {"count": "${var.n}", "w": 1}}, "aws_u": {"a": {"v": "${aws_x.y[0].w}"}}}
    graph = graph_of(resources, variable={"n": {}})
    reference = value(graph, "aws_u.a")
    assert isinstance(reference, Reference)
    assert graph.target(reference) is graph.get("aws_x.y")
    with pytest.raises(Undecidable):  # the instance may not be there
        known(reference)


def test_instances_are_chained() -> None:
    chained = {"for_each": "${aws_x.y}", "v": "${each.value.name}", "a": "${each.value.arn}"}
    graph = graph_of({"aws_x": {"y": {"for_each": {"a": "1", "b": "2"}, "name": "n${each.value}"}, "c": chained}})
    assert value(graph, 'aws_x.c["b"]') == "n2"
    assert graph.target(value(graph, 'aws_x.c["b"]', "a")) is graph.get('aws_x.y["b"]')


def test_one_expression_of_two_instances_is_not_one_value() -> None:
    body = {"for_each": {"a": 1, "b": 2}, "bucket": "${lower(aws_u.of[each.key].id)}"}
    resources = {"aws_x": {"y": body}, "aws_u": {"of": {"for_each": {"a": 1, "b": 2}}}}
    graph = graph_of(resources)
    one, other = graph.of_type("aws_x")
    assert graph.means(one["bucket"], one)
    with pytest.raises(Undecidable):
        graph.means(one["bucket"], other)


def test_what_is_written_and_not_expanded_into_a_resource_is_searched_for_secrets() -> None:
    password = {"v": {"password": "hunter2hunter2"}}
    for repeated in ({"count": 0, "tags": password}, {"for_each": password}):
        assert "hunter2hunter2" in secrets_in(graph_of({"aws_x": {"y": repeated}}))


def test_the_written_graph_is_not_expanded() -> None:
    body = {"count": 2, "dynamic": {"a": {"for_each": [1], "content": {}}}}
    graph = written_graph({"resource": {"aws_x": {"y": body}}, "module": {"m": {"source": "./m"}}}, "s")
    assert [(resource.address, resource.raw) for resource in graph] == [("aws_x.y", body)]


def test_a_circle_of_locals_is_unknown() -> None:
    content = {"a": "${local.b}", "b": {"x": "${local.a}"}, "c": "${local.c + 1}"}
    graph = graph_of({"aws_x": {"y": {"v": "${local.a}", "w": "${local.c}", "count": "${local.c}"}}}, locals=content)
    assert [part.address for part in graph.unexpanded] == ["aws_x.y"]
    for name in ("v", "w"):
        with pytest.raises(Undecidable, match="itself"):
            known(known(value(graph, "aws_x.y", name))["x"] if name == "v" else value(graph, "aws_x.y", name))


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ({"type": "bool", "default": "false"}, False),
        ({"type": "number", "default": "5"}, 5),
        ({"type": "string", "default": 5}, "5"),
        ({"type": "string", "default": True}, "true"),
        ({"type": "list(number)", "default": ["1", 2]}, [1, 2]),
        ({"type": "set(string)", "default": ["b", "a", "b"]}, ["a", "b"]),
        ({"type": "map(string)", "default": {"a": 1}}, {"a": "1"}),
        (
            {
                "type": "object({a = string, b = optional(number, 5), c = optional(string)})",
                "default": {"a": 1, "z": 2},
            },
            {"a": "1", "b": 5, "c": None},
        ),
        (
            {"type": "map(object({\n a = optional(list(string), [])\n}))", "default": {"k": {}}},
            {"k": {"a": []}},
        ),
        ({"type": "any", "default": [1, "a"]}, [1, "a"]),
        ({"type": "something(else)", "default": "1"}, "1"),
        ({"default": "5"}, "5"),
    ],
)
def test_a_default_has_the_type_of_its_variable(variable: dict[str, Any], expected: Any) -> None:
    graph = graph_of({"aws_x": {"y": {"v": "${jsonencode([var.x])}"}}}, variable={"x": variable})
    resource = graph.get("aws_x.y")
    assert resource is not None
    import json

    assert json.loads(resource["v"]) == [expected]


def test_a_default_that_does_not_fit_its_type_is_not_known() -> None:
    graph = graph_of({"aws_x": {"y": {"v": "${var.x}"}}}, variable={"x": {"type": "number", "default": "many"}})
    with pytest.raises(Undecidable, match="does not fit"):
        graph.of_type("aws_x")[0]["v"]
