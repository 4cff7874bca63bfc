"""Terraform's own language comes out in the form that its JSON syntax has."""

from __future__ import annotations

from typing import Any

import pytest

from stackgate.resolver.hcl import HclError, read_hcl

GOOD: dict[str, tuple[str, Any]] = {
    "nothing": ("", {}),
    "comments": ("# a\n// b\n/* c\n d */\n", {}),
    "labels": ('resource "aws_x" "y" {}\n', {"resource": [{"aws_x": {"y": {}}}]}),
    "bare labels": ("resource aws_x y {}\n", {"resource": [{"aws_x": {"y": {}}}]}),
    "one line": ('variable "a" { default = 1 }', {"variable": [{"a": {"default": 1}}]}),
    "literals": (
        "locals {\n a = true\n b = null\n c = 1.5 # c\n d = -1\n e = 2 /* e */\n}",
        {"locals": [{"a": True, "b": None, "c": 1.5, "d": "${-1}", "e": 2}]},
    ),
    "strings": (
        'locals {\n a = "x # y"\n b = "q\\"\\u00e9\\n"\n c = "${f("}")}-z"\n d = "$${x}"\n e = "\\n${a}"\n}',
        {"locals": [{"a": "x # y", "b": 'q"é\n', "c": '${f("}")}-z', "d": "$${x}", "e": '${"\\n${a}"}'}]},
    ),
    "heredocs": (
        'locals {\n a = <<EOT\n  x # ${y}\n  \\n "q"\nEOT\n b = <<-E\n    x\n      y\n    E\n}',
        {"locals": [{"a": '  x # ${y}\n  \\n "q"\n', "b": "x\n  y\n"}]},
    ),
    "expressions over lines": (
        'locals {\n a = [\n  1, # one\n  "]",\n ]\n b = f(\n  x,\n )\n c = (a\n  ? b : c)\n}',
        {"locals": [{"a": '${[   1,     "]",  ]}', "b": "${f(   x,  )}", "c": "${(a   ? b : c)}"}]},
    ),
    "blocks": (
        "resource aws_x y {\n s {\n  a = 1\n }\n s {}\n t {\n  u {\n   b = 2\n  }\n }\n}",
        {"resource": [{"aws_x": {"y": {"s": [{"a": 1}, {}], "t": [{"u": [{"b": 2}]}]}}}]},
    ),
    "traversals": (
        "resource aws_x y {\n depends_on = [aws_z.a, module.m]\n provider = aws.west\n type = string\n"
        " lifecycle {\n  ignore_changes = all\n }\n}\nvariable v {\n type = list(string)\n}\n"
        "module m {\n providers = {\n  aws = aws.west\n }\n}",
        {
            "resource": [
                {
                    "aws_x": {
                        "y": {
                            "depends_on": ["aws_z.a", "module.m"],
                            "provider": "aws.west",
                            "type": "${string}",
                            "lifecycle": [{"ignore_changes": "all"}],
                        }
                    }
                }
            ],
            "variable": [{"v": {"type": "list(string)"}}],
            "module": [{"m": {"providers": {"aws": "aws.west"}}}],
        },
    ),
    "a dynamic block": (
        'resource aws_x y {\n dynamic "s" {\n  for_each = var.l\n  content {\n   v = s.value\n  }\n }\n}',
        {
            "resource": [
                {"aws_x": {"y": {"dynamic": [{"s": {"for_each": "${var.l}", "content": [{"v": "${s.value}"}]}}]}}}
            ]
        },
    ),
    "windows": ("locals {\r\n a = 1\r\n b = x\r\n}\r\n", {"locals": [{"a": 1, "b": "${x}"}]}),
}
BAD = {
    "an open block": "locals {\n",
    "a brace too many": "locals {}\n}\n",
    "an open bracket": "locals {\n a = [1\n}\n",
    "an open string": 'locals {\n a = "x\n}\n',
    "an open heredoc": "locals {\n a = <<EOT\n x\n}\n",
    "no value": "locals {\n a =\n}\n",
    "a word": "locals\n",
    "twice": "locals {\n a = 1\n a = 2\n}\n",
    "attribute and block": "resource aws_x y {\n a = 1\n a {}\n}\n",
    "a number for a label": "resource 1 {}\n",
    "an escape": 'locals {\n a = "\\q"\n}\n',
    "JSON": '{"locals": {}}',
    "too deep": "a {\n" * 200 + "}\n" * 200,
}


@pytest.mark.parametrize(("text", "expected"), GOOD.values(), ids=GOOD)
def test_a_file_is_read_as_its_json(text: str, expected: Any) -> None:
    assert read_hcl(text) == expected


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_is_no_configuration_is_refused(text: str) -> None:
    with pytest.raises(HclError):
        read_hcl(text)
