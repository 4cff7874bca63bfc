"""Dynamic blocks become the blocks that they stand for, or stay undecidable."""

from __future__ import annotations

from typing import Any

import pytest

from stackgate.block import Block
from stackgate.graph import Resource
from stackgate.resolver import build_graph
from stackgate.values import Undecidable


def resource_of(body: dict[str, Any], **blocks: Any) -> Resource:
    graph = build_graph({"resource": {"aws_x": {"y": body, "other": {}}}, **blocks}, "s")
    return graph.of_type("aws_x")[0]


def plain(value: Any) -> Any:
    if isinstance(value, Block):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def dynamic(for_each: Any, content: Any, **more: Any) -> dict[str, Any]:
    return {"dynamic": {"s": {"for_each": for_each, "content": content, **more}}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (dynamic(["p", "q"], {"v": "${s.key}=${s.value}"}), ["0=p", "1=q"]),
        (dynamic({"k": "p"}, {"v": "${s.key}=${s.value}"}), ["k=p"]),
        (dynamic('${toset(["p"])}', {"v": "${s.key}=${s.value}"}), ["p=p"]),
        (dynamic("${local.list}", [{"v": "${s.value.x}"}]), ["1"]),
        (dynamic(["p"], {"v": "${it.value}"}, iterator="it"), ["p"]),
        ({"dynamic": [{"s": [{"for_each": ["p"], "content": {"v": "a"}}]}]}, ["a"]),
        ({"dynamic": {"s": [dynamic(["p"], {"v": i})["dynamic"]["s"] for i in ("a", "b")]}}, ["a", "b"]),
        ({"s": {"v": "first"}} | dynamic(["p"], {"v": "second"}), ["first", "second"]),
        (dynamic(["p"], {"v": "first"}) | {"s": [{"v": "second"}]}, ["first", "second"]),
        ({"s": None} | dynamic(["p"], {"v": "only"}), ["only"]),
        ({"count": 1} | dynamic(["p"], {"v": "${count.index}${s.value}"}), ["0p"]),
        ({"for_each": {"k": ["p"]}} | dynamic("${each.value}", {"v": "${each.key}${s.value}"}), ["kp"]),
    ],
)
def test_a_known_dynamic_block_is_expanded_in_place(body: dict[str, Any], expected: list[str]) -> None:
    resource = resource_of(body, locals={"list": [{"x": "1"}]})
    assert [block["v"] for block in resource.blocks("s")] == expected
    assert "dynamic" not in resource.raw
    assert list(resource) == ["s"]


def test_a_dynamic_block_of_nothing_is_not_there() -> None:
    resource = resource_of({"a": 1} | dynamic([], {"v": 1}))
    assert "s" not in resource
    assert list(resource) == ["a"]


def test_dynamic_blocks_lie_in_each_other() -> None:
    inner = {"t": {"for_each": "${s.value}", "content": {"v": "${s.key}${t.value}"}}}
    resource = resource_of({"b": {"c": [dynamic({"k": ["p", "q"]}, {"w": 1, "dynamic": inner})]}})
    assert plain(resource["b"]) == {"c": [{"s": [{"w": 1, "t": [{"v": "kp"}, {"v": "kq"}]}]}]}


@pytest.mark.parametrize(
    "body",
    [
        dynamic("${var.none}", {"v": 1}),
        dynamic("${aws_x.other.list}", {"v": 1}),
        dynamic("text", {"v": 1}),
        dynamic(None, {"v": 1}),
        dynamic(["p"], None),
        dynamic(["p"], {"v": 1}, labels=["l"]),
        dynamic(["p"], {"v": 1}, iterator=1),
        {"dynamic": {"s": {"content": {"v": 1}}}},
    ],
)
def test_what_cannot_be_expanded_is_undecidable(body: dict[str, Any]) -> None:
    for written in ({}, {"s": {"v": 0}}):
        resource = resource_of(written | body, variable={"none": {}})
        with pytest.raises(Undecidable, match="dynamic block s"):
            resource.blocks("s")


def test_what_is_known_is_expanded_beside_what_is_not() -> None:
    body = {"dynamic": [dynamic(["p"], {"v": 1})["dynamic"], {"t": {"for_each": "${var.none}", "content": {}}}]}
    resource = resource_of(body, variable={"none": {}})
    assert resource.dynamic == ["t"]
    assert resource.block("s")["v"] == 1


def test_a_map_with_a_key_called_dynamic_is_left_alone() -> None:
    body = {"tags": {"dynamic": "yes", "a": "b"}, "labels": {"dynamic": {"a": "b"}}}
    resource = resource_of(body)
    assert resource.raw == body
    assert resource["tags"]["dynamic"] == "yes"


def test_references_in_expanded_blocks_are_found() -> None:
    resource = resource_of(dynamic({"a": "${aws_x.other.arn}"}, {"v": "${s.value}", "w": "${aws_x.other.id}"}))
    assert [reference.attribute for reference in resource.outgoing] == ["arn", "id"]
    assert [reference.attribute for reference in resource.references("s")] == ["arn", "id"]
