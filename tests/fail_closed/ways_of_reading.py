"""Documents that cannot be read, or of which it cannot be told what they hold."""

from __future__ import annotations

import json
from typing import Any

from .way import DOCUMENT, GOOD, QUEUE, Way


def _reading(name: str, line: str, data: Any) -> Way:
    return Way("reading", name, line, files={DOCUMENT: data})


READING = (
    _reading("truncated", "is not JSON: Expecting", '{"resource": {'),
    _reading("empty", "is empty", b""),
    _reading("white space", "is empty", " \n"),
    _reading("not JSON", "is not JSON: Expecting value at line 1, column 1", "resource {}"),
    _reading("not an object: a list", "is not a JSON object but a list", "[]"),
    _reading("not an object: null", "is not a JSON object but null", "null"),
    _reading("invalid UTF-8", "is not UTF-8: invalid byte at line 2, offset 8", b'{\n"a": "\xff"}'),
    _reading("UTF-16", "is not UTF-8 but UTF-16", json.dumps(GOOD).encode("utf-16")),
    _reading("UTF-16 without mark", "is not UTF-8 but UTF-16", json.dumps(GOOD).encode("utf-16-le")),
    _reading("a key twice", "has the key 'b' twice in one object, at line 2, column 12", '{"a":\n{"b": 1,   "b": 2}}'),
    _reading("NaN", "has a number that is not finite: NaN, at line 1, column 7", '{"a": NaN}'),
    _reading("infinity", "not finite: Infinity, at line 1, column 7", '{"a": Infinity}'),
    _reading("minus infinity", "not finite: -Infinity, at line 1, column 7", '{"a": -Infinity}'),
    _reading("a number beyond all", "not finite: 1e999, at line 1, column 7", '{"a": 1e999}'),
    _reading("half a character", "has a string that is not Unicode text, at line 1, column 7", '{"a": "\\ud83d"}'),
    _reading(
        "100,000 brackets",
        "is nested deeper than 100 levels, at line 1",
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ),
    _reading("resources that are no object", "has a block resource that is not an object", {"resource": 3}),
    _reading(
        "a type that is no object", "has a block resource.aws_x that is not an object", {"resource": {"aws_x": "y"}}
    ),
    _reading(
        "a body that is no object",
        "has a block resource.aws_x.y that is not an object",
        {"resource": {"aws_x": {"y": 1}}},
    ),
    _reading("two bodies in a list", "has 2 bodies for aws_x.y", {"resource": {"aws_x": {"y": [{}, {}]}}}),
    _reading(
        "two bodies in two lists",
        "has two bodies for aws_x.y",
        {"resource": [{"aws_x": {"y": {}}}, {"aws_x": {"y": {}}}]},
    ),
    _reading("a name that is none", "has a resource or type called 'a.b'", {"resource": {"aws_x": {"a.b": {}}}}),
    _reading("no resource", "no document of this run holds a resource", {"resource": {}}),
    Way(
        "reading",
        "a module whose files are not there",
        "there is no folder ./net",
        files={DOCUMENT: GOOD | {"module": {"net": {"source": "./net"}}}},
        status=1,
    ),
    Way("reading", "500 MB", "is larger than 256 MiB", files={}, sparse={DOCUMENT: 500 * 10**6}),
    Way(
        "reading",
        "one bad document among many",
        "b/cdk.tf.json: is not JSON",
        arguments=("check", ".", "--only", "validators"),
        files={"a/cdk.tf.json": GOOD, "b/cdk.tf.json": "{", "c/cdk.tf.json": QUEUE},
    ),
)
