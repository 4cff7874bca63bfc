"""What the resolver expands, and into what, is what Terraform plans: on resources that need no provider."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stackgate.resolver import build_graph
from stackgate.values import known

DOCUMENT: dict[str, Any] = {
    "locals": {"map": {"a": {"x": 1}, "b": {"x": 2}}, "names": '${toset(["q", "p", "p"])}'},
    "variable": {"n": {"default": "2", "type": "number"}},
    "module": {
        "one": {"source": "./mod", "name": "first", "size": "7"},
        "many": {"source": "./mod", "for_each": "${local.names}", "name": "${each.key}-x", "opts": {"a": "1"}},
        "counted": {"source": "./mod", "count": 2, "name": "c${count.index}", "opts": None},
        "none": {"source": "./mod", "count": 0, "name": "x"},
        "given": {"source": "./mod/sub", "v": "${terraform_data.uses.input}", "whole": "${terraform_data.d}"},
    },
    "resource": {
        "terraform_data": {
            "counted": {"count": "${var.n}", "input": "q-${count.index}"},
            "by_key": {"for_each": "${local.map}", "input": "${each.key}:${each.value.x}"},
            "by_item": {"for_each": "${local.names}", "input": "${each.value}"},
            "chain": {"for_each": "${terraform_data.by_key}", "input": "${each.value.input}!"},
            "computed": {"for_each": '${{for k, v in local.map : "${k}-${v.x}" => v.x * 2}}', "input": "${each.value}"},
            "none": {"count": 0, "input": "x"},
            "d": {"input": "of the document"},
            "uses": {
                "input": '${module.one.out}|${module.many["p"].out}|${module.counted[1].out}'
                '|${terraform_data.counted[1].input}|${terraform_data.by_key["a"].input}'
            },
            "every": {"input": '${join(",", terraform_data.counted[*].input)}'},
            "keys": {"for_each": {'a"b$${c': 1, "d.e": 2, "": 3, "é": 4}, "input": "${each.key}"},
        }
    },
}
MODULE = """\
variable "name" { type = string }
variable "size" {
  type    = number # a comment
  default = 3
}
variable "opts" {
  type = object({
    a = string
    b = optional(number, 5)
  })
  default  = { a = "z" }
  nullable = false
}
locals {
  label = "${var.name}-${var.size}" // another
}
resource "terraform_data" "r" {
  count = var.size > 5 ? 2 : 1
  input = <<-EOT
    ${local.label}
      "quoted" \\n $${x}
  EOT
}
resource "terraform_data" "o" {
  input = jsonencode(var.opts)
}
resource "terraform_data" "d" {
  input = "of the module\\t\\u00e9"
}
module "sub" {
  source = "./sub"
  v      = local.label
  whole  = terraform_data.d
}
output "out" {
  value = "${module.sub.w}/${terraform_data.r[0].input}"
}
"""
INNER = {
    "variable": {"v": {}, "whole": {}},
    "resource": {"terraform_data": {"d": {"input": "${upper(var.v)} ${var.whole.input}"}}},
    "output": {"w": {"value": "${var.v}+"}},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("expansion")
    (root / "mod" / "sub").mkdir(parents=True)
    (root / "cdk.tf.json").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    (root / "mod" / "main.tf").write_text(MODULE, encoding="utf-8")
    (root / "mod" / "sub" / "main.tf.json").write_text(json.dumps(INNER), encoding="utf-8")
    return root


def terraform(folder: Path, *arguments: str) -> str:
    settings = os.environ | {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
    done = subprocess.run(
        ["terraform", *arguments], cwd=folder, env=settings, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def planned(module: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((resource["address"], resource["values"]["input"]) for resource in module.get("resources", ()))
    for child in module.get("child_modules", ()):
        yield from planned(child)


@pytest.mark.terraform
def test_addresses_and_values_are_those_that_terraform_plans(folder: Path) -> None:
    terraform(folder, "init", "-input=false")
    terraform(folder, "plan", "-input=false", "-out=plan")
    plan = json.loads(terraform(folder, "show", "-json", "plan"))
    graph = build_graph(DOCUMENT, "s", folder)
    assert graph.unexpanded == ()
    assert {resource.address: known(resource["input"]) for resource in graph} == dict(
        planned(plan["planned_values"]["root_module"])
    )
