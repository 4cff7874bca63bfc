"""A plan's configuration is compared with the document: what lies beside the document may override it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from plan_cases import plan_of

from stackgate.document import DocumentError, read_document
from stackgate.plan import planned_graph, read_plan


def _of(body: dict[str, Any]) -> dict[str, Any]:
    """The configuration of a plan that was made from aws_x.y with these arguments."""
    resource = {"mode": "managed", "type": "aws_x", "name": "y", "expressions": body}
    return {"root_module": {"resources": [resource]}}


def _refused(folder: Path, body: dict[str, Any], configured: dict[str, Any]) -> str:
    document = {"resource": {"aws_x": {"y": body}}}
    (folder / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "plan.json").write_text(
        json.dumps(plan_of(document) | {"configuration": _of(configured)}), encoding="utf-8"
    )
    try:
        planned_graph(read_plan(read_document(folder / "plan.json")), read_document(folder / "cdk.tf.json"), "s")
    except DocumentError as error:
        return str(error)
    return ""


def test_a_plan_of_a_document_that_a_file_beside_it_overrides_is_refused(tmp_path: Path) -> None:
    written = {"key": "${aws_k.k.arn}", "rule": {"port": 443, "//": "x"}, "none": None, "timeouts": {}, "ids": ["a"]}
    same = {
        "key": {"constant_value": "${aws_k.k.arn}", "references": ["aws_k.k.arn", "aws_k.k"]},
        "rule": [{"port": {"constant_value": 443}}],
        "timeouts": {},
        "ids": {"constant_value": ["a"]},
    }
    assert _refused(tmp_path, written, same) == ""
    for path, other in {
        "key": {"key": {"references": ["aws_k.other.arn", "aws_k.other"]}},
        "rule.port": {"rule": [{"port": {"constant_value": 22}}]},
        "rule": {"rule": [{"port": {"constant_value": 443}}, {"port": {"constant_value": 22}}]},
        "ids": {"ids": {"constant_value": ["b"]}},
        "public": {"public": {"constant_value": True}},
    }.items():
        assert f"another {path} of aws_x.y than" in _refused(tmp_path, written, same | other)
