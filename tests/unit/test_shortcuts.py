"""What is done the short way comes to the same as the long way, on the documents of all the rules' cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stackgate.acceptance import accepts
from stackgate.aws import wiring
from stackgate.bundle import bundled
from stackgate.graph import Graph, Resource
from stackgate.provider_schema.instance import Written, instance
from stackgate.provider_schema.json_schema import acceptance_of, validator_for
from stackgate.provider_schema.store import load_schema
from stackgate.resolver import build_graph
from stackgate.rulebook import load
from stackgate.scan import scan, yaml_policy
from stackgate.secrets import finder
from stackgate.secrets.glance import shows_no_trace
from stackgate.values import Undecidable

TESTS = Path(__file__).parent.parent
GENERATION = 6


def _documents() -> Iterator[dict[str, Any]]:
    for path in sorted((TESTS / "cases").rglob("*.yaml")):
        file = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        yield from (case["document"] for cases in file.values() for case in cases)


@pytest.fixture(scope="module")
def graphs() -> list[Graph]:
    """The graph of each case's document."""
    return [build_graph(document, "case") for document in _documents()]


def test_what_shows_no_trace_of_a_secret_holds_none(graphs: list[Graph], monkeypatch: pytest.MonkeyPatch) -> None:
    glanced = [resource for graph in graphs for resource in graph if shows_no_trace(resource)]
    monkeypatch.setattr(finder, "shows_no_trace", lambda _: False)
    assert not [secret for resource in glanced for secret in finder._search(resource)]
    assert len(glanced) > 1000


@pytest.mark.parametrize(
    "body",
    [
        {"description": "DB_PASSWORD=Xk29fjw-Lq0as7Dh3"},
        {"description": "${var.connection}"},
        {"description": "${aws_x.a.b == 1 ? var.a : var.b}"},
        {"tags": {"pw": "Xk29fjwLq0as7Dh3"}},
        {"user_data": "REJfUEFTU1dPUkQ9WGsyOWZqdy1McTBhczdEaDM="},
        {"variable": {"sensitive": True, "default": "hunter2"}},
    ],
)
def test_a_glance_tells_nothing_of_what_may_hold_one(body: dict[str, Any]) -> None:
    assert not shows_no_trace(Resource("aws_instance.a", body))
    assert shows_no_trace(Resource("aws_instance.a", {"description": "${aws_x.a.b} and no more"}))


def _bodies(graphs: list[Graph]) -> Iterator[tuple[str, Any]]:
    for resource in (resource for graph in graphs for resource in graph):
        kind = load_schema(GENERATION).get(resource.kind)
        if kind is not None:
            yield resource.kind, instance(Written(resource.written, resource.evaluate, kind), [])


def test_an_accepted_body_is_right_by_its_schema(graphs: list[Graph]) -> None:
    judged = [(_accepts(kind, body), _is_valid(kind, body)) for kind, body in _bodies(graphs)]
    assert (True, False) not in judged
    assert judged.count((True, True)) > 0.9 * judged.count((False, True)) + 1000


def test_what_terraform_refuses_is_not_accepted() -> None:
    file = TESTS / "terraform" / "provider_schema_bodies.yaml"
    groups = yaml.safe_load(file.read_text(encoding="utf-8")).values()
    bad = [case.popitem() for group in groups for case in group.get("bad", ())]
    assert bad
    assert not [(kind, body) for kind, body in bad if _accepts(kind, body, 5)]


def _accepts(kind: str, body: Any, generation: int = GENERATION) -> bool:
    accepts = acceptance_of(generation, kind)
    return accepts is not None and accepts(body)


def _is_valid(kind: str, body: Any) -> bool:
    validator = validator_for(GENERATION, kind)
    assert validator is not None
    return validator.is_valid(body)


LEAVES = st.sampled_from([None, True, False, 0, 1, 1.5, -1, "", "a", "1", "true", "${a}", "ä\n"])
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
)
TYPES = st.sampled_from(["object", "array", "string", "number", "integer", "boolean", "null"])
SIZES = st.integers(0, 3)


def _schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    members = st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=4, unique=True),
            "enum": st.lists(LEAVES, min_size=1, max_size=3),
            "const": LEAVES,
            "pattern": st.sampled_from(["^a", "1$", r"\$\{"]),
            "properties": members,
            "additionalProperties": st.booleans() | inner,
            "required": st.lists(st.sampled_from("abc"), max_size=2, unique=True),
            "items": inner,
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "if": inner,
            "then": inner,
            "not": inner,
            "else": inner,
            "$ref": st.sampled_from(["#/$defs/a", "#/$defs/none"]),
            "uniqueItems": st.booleans(),
            **dict.fromkeys(
                ("minItems", "maxItems", "minProperties", "maxProperties", "minLength", "maxLength"), SIZES
            ),
        },
    )


@given(st.recursive(st.just({}), _schemas, max_leaves=6), VALUES)
def test_what_is_accepted_is_valid_by_any_schema(schema: dict[str, Any], value: Any) -> None:
    schema = schema | {"$defs": {"a": {"type": "string"}, "none": {"type": "null"}}}
    if accepts(schema)(value):
        assert jsonschema.Draft202012Validator(schema).is_valid(value)


def test_settings_that_are_right_are_accepted() -> None:
    rules = json.loads((bundled("validators") / "schemas" / "settings.json").read_text(encoding="utf-8"))
    settings = {"environments": {"dev": {"strict": False}}}
    assert accepts(rules)(settings) is jsonschema.Draft202012Validator(rules).is_valid(settings)
    assert not accepts(rules)({"environment": 3})


def test_the_resource_that_a_value_means_is_found_by_its_name(graphs: list[Graph]) -> None:
    asked = [
        (graph, resource.peek(name), kind)
        for graph in graphs
        for resource in graph
        for name in resource
        for kind in graph.kinds
    ]
    assert len(asked) > 1000
    for question in asked:
        assert _outcome(_found, *question) == _outcome(_searched, *question)


def _found(graph: Graph, value: Any, kind: str) -> Resource | None:
    return graph.meant(value, kind)


def _searched(graph: Graph, value: Any, kind: str) -> Resource | None:
    return next((resource for resource in graph.of_type(kind) if graph.means(value, resource)), None)


def _outcome(ask: Any, *question: Any) -> Any:
    try:
        return ask(*question)
    except Undecidable as undecidable:
        return str(undecidable)


def test_what_a_look_at_the_names_leaves_out_is_not_wired(graphs: list[Graph], monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [*graphs, build_graph(_named_in_text(), "named")]
    asked = [
        (graph, resource, attribute, kind)
        for graph in documents
        for resource in graph
        for kind in graph.kinds
        for attribute in dict.fromkeys(name for source in graph.of_type(kind) for name in source)
    ]
    short = [_outcome(wiring.wired, *question) for question in asked]
    monkeypatch.setattr(wiring._Loose, "that_may_mean", lambda self, _: self._sources)
    assert [_outcome(wiring.wired, *question) for question in asked] == short
    assert sum(map(bool, short)) > 1000


def _named_in_text() -> dict[str, Any]:
    names = ("a", "b", "b:c", "c")
    buckets = {f"b{number}": {"bucket": name} for number, name in enumerate(names)}
    texts = (*names, "arn:aws:s3:::a", "x/b", "x/b:c", "ab", "${var.a}", "${aws_s3_bucket.b0.id}", ":")
    return {
        "resource": {
            "aws_s3_bucket": buckets,
            "aws_s3_bucket_policy": {f"p{number}": {"bucket": text} for number, text in enumerate(texts)},
        }
    }


def test_policies_about_connections_need_no_more_than_the_types_they_name(
    graphs: list[Graph], monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = load().with_all_policies().policies
    connecting = {name: rule for name, rule in rules.items() if str(rule.built_in or rule.path).endswith(".yaml")}
    named = {kind for rule in connecting.values() for kind in rule.types}
    asked = [graph for graph in graphs if named & {*graph.kinds}][::10]
    of_these = [scan(graph, connecting).answers for graph in asked]
    monkeypatch.setattr(yaml_policy, "_kinds", lambda _: None)
    of_all = [scan(graph, connecting).answers for graph in asked]
    assert of_these == of_all
    assert sum(map(len, of_all)) > 100
