"""What is done the short way comes to the same as the long way, on the documents of all the rules' cases."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stackgate.acceptance import accepts
from stackgate.aws import wiring
from stackgate.aws.escalation import escalations
from stackgate.aws.policy_document import policies_of
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


PIECES = (
    "key",
    "Key",
    "KEY",
    "_id",
    "Id",
    "s",
    "S",
    "arn",
    "rotation",
    "kms:",
    "KMs:",
    "Describe",
    "api",
    "hmac",
    "secret",
)
NAMES = st.lists(
    st.sampled_from([*PIECES, *("_", "-", ".", " ", "}", "${aws_x.", "x", "value", "dev", "1", "psk", "aws")]),
    min_size=1,
    max_size=7,
).map("".join)
SECRETS = st.sampled_from(["Xk29fjw-Lq0as7Dh3Q_z", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "hunter2hunter2"])


@given(NAMES, SECRETS)
def test_a_key_that_announces_a_secret_is_no_harmless_one(name: str, secret: str) -> None:
    bodies = [
        {"tags": {name: secret}},
        {"setting": [{"name": name, "value": secret}]},
        *({"description": text} for text in (f"{name}={secret}", f"{name}: '{secret}'", f"--{name} {secret}")),
        {"policy": json.dumps({name: secret})},
    ]
    resources = [Resource("aws_instance.a", body) for body in bodies]
    glanced = [resource for resource in resources if shows_no_trace(resource)]
    with mock.patch.object(finder, "shows_no_trace", lambda _: False):
        assert not [secret for resource in glanced for secret in finder._search(resource)]


def test_a_glance_is_enough_where_a_key_is_named_by_its_id() -> None:
    body = {"kms_key_id": "${aws_kms_key.data_key.arn}", "enable_key_rotation": True, "policy": "kms:DescribeKey"}
    assert shows_no_trace(Resource("aws_instance.a", body))


@pytest.mark.parametrize("iterator", ["port", "aws_port", "data"])
def test_a_secret_that_a_dynamic_block_puts_in_is_found_whatever_its_iterator_is_called(iterator: str) -> None:
    """An iterator hides the resources and data sources that its name would stand for."""
    block = {"for_each": "${local.list}", "iterator": iterator, "content": {"value": f"${{{iterator}.value}}"}}
    document = {
        "locals": {"list": ["DB_PASSWORD=Xk29fjw-Lq0as7Dh3"]},
        "resource": {"aws_instance": {"a": {"dynamic": {"setting": block}}}},
    }
    (instance,) = build_graph(document, "dynamic")
    assert [secret.attribute for secret in finder.secrets_of(instance)] == ["setting.0.value.DB_PASSWORD"]


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


def test_what_is_only_equal_in_python_is_not_accepted() -> None:
    for schema, value in (({"const": [1]}, [True]), ({"enum": [{"a": 0}]}, {"a": False})):
        assert not accepts(schema)(value)
        assert not jsonschema.Draft202012Validator(schema).is_valid(value)


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


def test_a_document_that_a_rule_changes_is_whole_for_the_next() -> None:
    task = Resource("aws_ecs_task_definition.a", {"container_definitions": '[{"name": "web"}]'})
    task.document("container_definitions").clear()
    assert [container["name"] for container in task.document("container_definitions")] == ["web"]


def test_whether_an_unknown_role_may_be_handed_on_is_not_known() -> None:
    """What may be done with an unknown role is not known, also where what would use the role is not allowed."""
    document = {"Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "${var.role}"}]}
    graph = build_graph({"variable": {"role": {}}, "resource": {"aws_iam_policy": {"a": {"policy": document}}}}, "iam")
    (policy,) = (policy for resource in graph for policy in policies_of(resource, graph))
    with pytest.raises(Undecidable, match="role"):
        escalations(policy)


@pytest.mark.parametrize(
    "use",
    [
        "from requests.adapters import HTTPAdapter",
        "import requests; assert requests.__version__ and requests.adapters",
        "from aiohttp import *; ClientSession",
        "from aiohttp.client import ClientSession",
        "from checkov.common.util import http_utils; assert http_utils.requests.Session",
        "from detect_secrets import SecretsCollection; from detect_secrets.plugins.aws import AWSKeyDetector",
    ],
)
def test_what_checkov_need_not_import_is_whole_for_a_rule_that_imports_it(use: str) -> None:
    """In a process of its own, as imports stay."""
    code = f"from stackgate.scan.engine import import_checkov; import_checkov(); import_checkov(); {use}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("versioned", "expected"), [("x", ["pass", "fail"]), ("y", ["fail", "pass"])])
def test_a_policy_about_connections_judges_each_instance_by_itself(versioned: str, expected: list[str]) -> None:
    """Checkov takes vertices with one name for one: of two instances it judged the last, and the other passed."""
    resources = {
        "aws_s3_bucket": {"b": {"for_each": {"x": 1, "y": 2}, "bucket": "${each.key}"}},
        "aws_s3_bucket_versioning": {
            "v": {
                "bucket": f'${{aws_s3_bucket.b["{versioned}"].id}}',
                "versioning_configuration": {"status": "Enabled"},
            }
        },
    }
    graph = build_graph({"resource": resources}, "instances")
    policies = load().with_all_policies().policies
    rules = {name: policies[name] for name in ("CKV_AWS_21", "CKV2_AWS_61")}
    found = {(answer.policy, answer.address): answer.status for answer in scan(graph, rules).answers}
    buckets = [f'aws_s3_bucket.b["{key}"]' for key in ("x", "y")]
    assert [found["CKV_AWS_21", bucket] for bucket in buckets] == expected
    assert [found["CKV2_AWS_61", bucket] for bucket in buckets] == ["fail", "fail"]


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
