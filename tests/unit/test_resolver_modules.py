"""Local modules: read, bound to their call and expanded; or named with the reason why not."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from stackgate.aws.regions import region_of
from stackgate.document import Document
from stackgate.graph import Graph
from stackgate.resolver import build, build_graph
from stackgate.resolver.module_files import MAX_HCL_BYTES
from stackgate.secrets import secrets_in
from stackgate.values import Undecidable, known

MODULE = """
variable "enc" { default = false }
variable "key" {}
resource "aws_x" "y" {
  encrypted = var.enc
  key       = var.key
}
data "aws_d" "d" {}
output "arn" { value = aws_x.y.arn }
output "enc" { value = aws_x.y.encrypted }
"""


def graph_of(folder: Path, files: dict[str, str | dict[str, Any]], **content: Any) -> Graph:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    return build_graph(content, "s", folder)


def value(graph: Graph, address: str, name: str) -> Any:
    resource = graph.get(address)
    assert resource is not None, [r.address for r in graph]
    return resource.peek(name)


def test_a_module_is_expanded_with_the_values_of_its_call(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        {"m/main.tf": MODULE},
        module={"m": {"source": "./m", "key": "${aws_k.k.arn}", "//": {"metadata": {"path": "s/m"}}}},
        resource={"aws_k": {"k": {}}, "aws_u": {"u": {"v": "${module.m.arn}", "w": "${module.m.enc}"}}},
    )
    assert graph.unexpanded == ()
    assert value(graph, "module.m.aws_x.y", "encrypted") is False
    assert graph.target(value(graph, "module.m.aws_x.y", "key")) is graph.get("aws_k.k")
    assert graph.target(value(graph, "aws_u.u", "v")) is graph.get("module.m.aws_x.y")
    assert value(graph, "aws_u.u", "w") == False  # noqa: E712 - a reference to false
    data = graph.get("module.m.data.aws_d.d")
    assert data is not None
    assert (data.type, data.name, data.kind, data.construct) == ("aws_d", "d", "data.aws_d", "s/m")
    assert graph.of_type("data.aws_d") == [data]


def test_the_files_that_were_read_are_listed_with_their_digests(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        {"m/main.tf": MODULE, "m/b.tf.json": {}, "m/.hidden.tf": "{", "m/notes.txt": "{"},
        module={"m": {"source": "./m", "key": 1}, "n": {"source": "./m", "key": 2}},
    )
    assert [(file.path.name, file.sha256) for file in graph.module_files] == [
        (name, hashlib.sha256((tmp_path / "m" / name).read_bytes()).hexdigest()) for name in ("b.tf.json", "main.tf")
    ]


def test_a_module_is_repeated(tmp_path: Path) -> None:
    calls = {
        "c": {"source": "./m", "count": 2, "key": "${count.index}"},
        "e": {"source": "./m", "for_each": {"a": "x"}, "key": "${each.value}"},
        "no": {"source": "./m", "count": 0, "key": ""},
    }
    users = {"u": {"v": "${module.c[1].arn}", "w": '${module.e["a"].arn}', "n": "${length(module.c)}"}}
    graph = graph_of(tmp_path, {"m/main.tf": MODULE}, module=calls, resource={"aws_u": users})
    assert [r.address for r in graph.of_type("aws_x")] == [
        "module.c[0].aws_x.y",
        "module.c[1].aws_x.y",
        'module.e["a"].aws_x.y',
    ]
    assert value(graph, "module.c[1].aws_x.y", "key") == 1
    assert value(graph, 'module.e["a"].aws_x.y', "key") == "x"
    assert graph.target(value(graph, "aws_u.u", "v")) is graph.get("module.c[1].aws_x.y")
    assert graph.target(value(graph, "aws_u.u", "w")) is graph.get('module.e["a"].aws_x.y')
    assert value(graph, "aws_u.u", "n") == 2


def test_a_resource_handed_into_a_module_is_not_taken_for_the_module_s_own(tmp_path: Path) -> None:
    inner = 'variable "whole" {}\nresource "aws_k" "k" {\n name = "inner"\n other = var.whole.name\n}\n'
    outer = 'variable "whole" {}\nmodule "n" {\n source = "../n"\n whole = var.whole\n}\nresource "aws_k" "k" {}\n'
    graph = graph_of(
        tmp_path,
        {"m/main.tf": outer, "n/main.tf": inner},
        module={"m": {"source": "./m", "whole": "${aws_k.k}"}},
        resource={"aws_k": {"k": {"name": "outer"}}},
    )
    assert value(graph, "module.m.module.n.aws_k.k", "other") == "outer"


def test_two_modules_values_of_one_expression_are_not_one(tmp_path: Path) -> None:
    text = 'variable "n" {}\nresource "aws_x" "y" { bucket = lower(var.n) }\n'
    graph = graph_of(
        tmp_path,
        {"m/main.tf": text},
        variable={"a": {}, "b": {}},
        module={name: {"source": "./m", "n": f"${{var.{name}}}"} for name in ("a", "b")},
    )
    one, other = graph.of_type("aws_x")
    with pytest.raises(Undecidable):
        graph.means(one.peek("bucket"), other)


REFUSED = {
    "registry": ({"source": "terraform-aws-modules/vpc/aws"}, {}, "no local folder"),
    "git": ({"source": "git::https://example.com/vpc.git"}, {}, "no local folder"),
    "absolute": ({"source": "/m"}, {}, "no local folder"),
    "none": ({}, {}, "source is not written out"),
    "computed": ({"source": "./${var.x}"}, {}, "source is not written out"),
    "missing": ({"source": "./nowhere"}, {}, "there is no folder"),
    "a file": ({"source": "./f"}, {"f": ""}, "cannot be read"),
    "empty": ({"source": "./m"}, {"m/x.txt": ""}, "holds no configuration"),
    "no HCL": ({"source": "./m"}, {"m/a.tf": "resource {{{"}, "a.tf"),
    "no HCL, a string": ({"source": "./m"}, {"m/a.tf": 'locals {\n a = "\n}\n'}, "a.tf cannot be read"),
    "no JSON": ({"source": "./m"}, {"m/a.tf.json": "{"}, "a.tf.json is not JSON"),
    "a key twice": ({"source": "./m"}, {"m/a.tf.json": '{"locals": {"a": 1, "a": 2}}'}, "twice"),
    "a resource twice": (
        {"source": "./m"},
        {"m/a.tf": 'resource "aws_x" "y" {}', "m/b.tf": 'resource "aws_x" "y" {}'},
        "two bodies for aws_x.y",
    ),
    "override": ({"source": "./m"}, {"m/a.tf": "", "m/override.tf": ""}, "overrides"),
    "override by ending": ({"source": "./m"}, {"m/a.tf": "", "m/a_override.tf.json": {}}, "overrides"),
    "too large": ({"source": "./m"}, {"m/a.tf": "#" * (MAX_HCL_BYTES + 1)}, "larger than"),
    "itself": ({"source": "./m"}, {"m/a.tf": 'module "n" { source = "./" }'}, "calls itself"),
    "in a circle": (
        {"source": "./m"},
        {"m/a.tf": 'module "n" { source = "../n" }', "n/a.tf": 'module "m" { source = "../m" }'},
        "calls itself",
    ),
    "the document": ({"source": "./m"}, {"m/a.tf": 'module "n" { source = "../" }'}, "calls itself"),
    "a text": ("text", {}, "not one block"),
    "an unknown number": ({"source": "./m", "count": "${var.none}"}, {"m/a.tf": MODULE}, "its count depends on"),
    "not UTF-8": ({"source": "./m"}, {"m/a.tf": "\udcff"}, "not UTF-8"),
}


@pytest.mark.parametrize(("call", "files", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_expanded_is_named(tmp_path: Path, call: Any, files: dict[str, Any], reason: str) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = text if isinstance(text, str) else json.dumps(text)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    content = {"module": {"k": call}, "resource": {"aws_u": {"u": {"v": "${module.k.arn}"}}}}
    graph = build_graph(content, "s", tmp_path)
    assert len(graph.unexpanded) == 1
    assert graph.unexpanded[0].address.startswith("module.k")
    assert reason in graph.unexpanded[0].reason
    with pytest.raises(Undecidable):
        known(value(graph, "aws_u.u", "v"))


def test_a_pipe_for_a_file_does_not_hold_the_gate_up(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    os.mkfifo(tmp_path / "m" / "main.tf")
    graph = build_graph({"module": {"m": {"source": "./m"}}}, "s", tmp_path)
    assert "is no file" in graph.unexpanded[0].reason


def test_modules_that_multiply_without_end_are_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MAX_RESOURCES", 20_000)
    text = 'module "a" {\n source = "../%d"\n count = 100\n}\n'
    files = {f"{depth}/main.tf": text % (depth + 1) for depth in range(6)} | {"6/main.tf": 'resource "aws_x" "y" {}'}
    graph = graph_of(tmp_path, files, module={"m": {"source": "./0"}})
    assert graph.unexpanded
    assert "over 200000" in graph.unexpanded[0].reason


def test_modules_that_lie_too_deep_are_cut_off(tmp_path: Path) -> None:
    files = {f"{depth}/main.tf": f'module "a" {{ source = "../{depth + 1}" }}' for depth in range(30)}
    graph = graph_of(tmp_path, files, module={"m": {"source": "./0"}})
    assert "deeper than 20" in graph.unexpanded[0].reason


def test_without_the_documents_folder_no_module_is_read() -> None:
    graph = build_graph({"module": {"m": {"source": "./m"}}}, "s")
    assert "folder" in graph.unexpanded[0].reason


def test_the_providers_of_a_call_are_those_of_its_resources(tmp_path: Path) -> None:
    inner = 'resource "aws_x" "y" {}\nresource "aws_x" "z" { provider = aws.other }\n'
    outer = 'module "n" {\n source = "../n"\n providers = {\n aws = aws\n aws.other = aws.given\n }\n}\n'
    own = 'provider "aws" { region = "eu-north-1" }\nresource "aws_x" "y" {}\n'
    graph = graph_of(
        tmp_path,
        {"m/main.tf": outer, "n/main.tf": inner, "own/main.tf": own},
        provider={"aws": [{"region": "eu-west-1"}, {"alias": "west", "region": "us-west-2"}]},
        module={
            "m": {"source": "./m", "providers": {"aws.given": "aws.west"}},
            "w": {"source": "./n", "providers": {"aws": "aws.west"}},
            "own": {"source": "./own"},
        },
    )
    regions = {resource.address: region_of(resource, graph) for resource in graph}
    assert regions == {
        "module.m.module.n.aws_x.y": "eu-west-1",
        "module.m.module.n.aws_x.z": "us-west-2",
        "module.w.aws_x.y": "us-west-2",
        "module.w.aws_x.z": None,
        "module.own.aws_x.y": None,
    }


def test_secrets_in_modules_are_found(tmp_path: Path) -> None:
    text = (
        'variable "plain" {\n sensitive = true\n}\nvariable "p" {\n sensitive = true\n default = "in-a-default-1"\n}\n'
        'locals {\n password = "in-a-local-22"\n}\n'
        'resource "aws_db_instance" "d" {\n password = "in-a-resource-3"\n count = 0\n}\n'
    )
    graph = graph_of(tmp_path, {"m/main.tf": text}, module={"m": {"source": "./m", "plain": "given-by-call-4"}})
    assert {"in-a-default-1", "in-a-local-22", "in-a-resource-3", "given-by-call-4"} <= secrets_in(graph)


def test_a_variable_that_is_given_null_has_its_default_only_where_it_is_not_nullable(tmp_path: Path) -> None:
    text = 'variable "a" { default = 1 }\nvariable "b" {\n default = 1\n nullable = false\n}\nlocals {\n v = 1\n}\n'
    text += 'resource "aws_x" "y" {\n a = var.a\n b = var.b\n}\n'
    graph = graph_of(tmp_path, {"m/main.tf": text}, module={"m": {"source": "./m", "a": None, "b": None}})
    assert value(graph, "module.m.aws_x.y", "a") is None
    assert value(graph, "module.m.aws_x.y", "b") == 1


def test_expanded_addresses_have_the_line_of_what_is_written() -> None:
    content = {
        "module": {"m": {"source": "./m"}},
        "resource": {"aws_x": {"y": {"count": 2}}},
        "data": {"aws_x": {"y": {}}},
    }
    text = json.dumps(content, indent=2)
    document = Document(Path("x"), text, content, "")
    lines = text.splitlines()
    expected = {
        "aws_x.y[1]": lines.index('    "aws_x": {') + 2,
        'aws_x.y["a.b"]': lines.index('    "aws_x": {') + 2,
        "module.m.aws_x.y": lines.index('    "m": {') + 1,
        'module.m["k"].module.n[0].data.aws_z.y["k"]': lines.index('    "m": {') + 1,
    }
    assert {address: document.line_of(address) for address in expected} == expected
    for address in ("*", "module.m", "", "aws_x", "aws_x.y.z"):
        assert document.line_of(address) is None
