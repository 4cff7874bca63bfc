"""Random documents in the shape of Terraform's JSON, and ways to break them.

They are made of what the rules' own cases hold, so that the attributes which the rules read are there, with values of
the right shape beside wrong ones.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

CASES = Path(__file__).parent.parent / "cases"
NAMES = ("a", "b", "jobs", "main")
OTHERS: dict[str, dict[str, list[Any]]] = {
    "aws_s3_bucket": {
        "bucket": ["b"],
        "policy": ["{}"],
        "tags": [{"Name": "n"}],
        "//": [{"metadata": {"path": "s/b"}}],
    },
    "random_id": {"byte_length": [4]},
    "null_resource": {"triggers": [{"a": "${timestamp()}"}], "depends_on": [["aws_sqs_queue.a"]]},
}
TEXTS = (
    "", " ", "a", "0", "-1", "1.5", "1e999", "true", "null", "[]", "{}", "[{}]", '{"Statement": 3}', '{"a": [null]}',
    "{", "*", "s3:*", "10.0.0.0/8", "10.0.0.0/33", "arn:aws:sqs:eu-west-1:111122223333:q", "sun:03:00-sun:04:00",
    "FARGATE", "${", "${}", "}", "$${a}", "${var.a}", "${var.none}", "${var.a[0].b}", "${local.a}", "${local.loop}",
    "x-${var.a}",
    "${aws_sqs_queue.a.arn}", "${aws_sqs_queue.a}", "${aws_vpc.main.id}", "${aws_subnet.a.*.id}", "${module.m.out}",
    "${data.aws_region.a.name}", "${each.value}", "${count.index}", "${jsonencode({a = aws_kms_key.a.arn})}",
    '${jsonencode("x")}', "${cidrsubnet(aws_vpc.main.cidr_block, 4, 1)}", "${1 + 1}", "${[1, 2][0]}",
    "%{ if true }a%{ endif }",
    "${cidrsubnet(var.a, 99, 1)}", "${tolist([])}", "${null}", "${{a = 1}}",
    '${"x${var.a == "y" ? 1 : 2}"}', '${f("\\U0001F600")}', '${f("' + "a" * 40,
    '${f("${' + "a" * 40 + '"}', '${"' * 400,
    "${" + "(" * 900 + "1" + ")" * 900 + "}", '{"a": ' + "[" * 900 + "]" * 900 + "}",
    "é😀\n", "\x1b[2J", "\x00", "[" * 500,
)  # fmt: skip


def _case_documents() -> list[dict[str, Any]]:
    files = (
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for path in sorted(CASES.rglob("*.yaml"))
    )
    return [case["document"] for file in files for cases in file.values() for case in cases]


def _pool(mode: str) -> dict[str, dict[str, list[Any]]]:
    """The values of each attribute of each type in the cases; `mode` is `resource` or `data`."""
    pool: dict[str, dict[str, list[Any]]] = {}
    for kinds in (document.get(mode) for document in CASE_DOCUMENTS):
        for kind, named in kinds.items() if isinstance(kinds, dict) else ():
            for body in named.values() if isinstance(named, dict) else ():
                for attribute, value in body.items() if isinstance(body, dict) else ():
                    pool.setdefault(kind, {}).setdefault(attribute, []).append(value)
    return pool


CASE_DOCUMENTS = _case_documents()
POOL = {"resource": _pool("resource") | OTHERS, "data": _pool("data")}

HOW = ("inside",) * 6 + ("replace", "wrap", "map", "first", "text", "null")

texts = st.sampled_from(TEXTS) | st.text(max_size=6)
references = st.builds(
    lambda kind, name, attribute: f"${{{kind}.{name}.{attribute}}}",
    st.sampled_from(sorted(POOL["resource"])),
    st.sampled_from(NAMES),
    st.sampled_from(sorted({name for attributes in POOL["resource"].values() for name in attributes})),
)
scalars = (
    st.none()
    | st.booleans()
    | st.sampled_from((-1, 0, 1, 7, 513, 10**400))
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | references
)
keys = st.sampled_from((*NAMES, "name", "type", ""))
odd_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=4,
)


@st.composite
def _bent(draw: st.DrawFn, value: Any, inside: bool = False) -> Any:
    """A value of another shape than it had: replaced, wrapped, unwrapped, or bent somewhere inside, JSON text too."""
    how = "inside" if inside else draw(st.sampled_from(HOW))
    if how == "inside":
        if isinstance(value, dict) and value:
            key = draw(st.sampled_from(sorted(value)))
            return value | {draw(st.sampled_from((key, key, key, key[:-1]))): draw(_bent(value[key]))}
        if isinstance(value, list) and value:
            index = draw(st.integers(0, len(value) - 1))
            return [*value[:index], draw(_bent(value[index])), *value[index + 1 :]]
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                return json.dumps(draw(_bent(json.loads(value))))
            except ValueError:
                return value[:-1]
    simple = {"wrap": [value], "map": {"a": value}, "text": json.dumps(value), "null": None}
    if how == "first" and isinstance(value, list) and value:
        return value[0]
    return simple[how] if how in simple else draw(odd_values)


@st.composite
def _body(draw: st.DrawFn, attributes: dict[str, list[Any]]) -> Any:
    names = draw(st.lists(st.sampled_from(sorted(attributes)), unique=True, max_size=8))
    body: dict[str, Any] = {}
    for name in names:
        value = draw(st.sampled_from(attributes[name]))
        body[name] = draw(_bent(value)) if draw(st.booleans()) else value
    if draw(st.integers(0, 9)) == 0:
        name = draw(st.sampled_from(("count", "for_each", "dynamic", "lifecycle", "depends_on", "//", "provider")))
        body[name] = draw(odd_values)
    return body


@st.composite
def _of_mode(draw: st.DrawFn, mode: str, at_most: int) -> Any:
    kinds: dict[str, Any] = {}
    for _ in range(draw(st.integers(0, at_most))):
        kind = draw(st.sampled_from(sorted(POOL[mode])))
        kinds.setdefault(kind, {})[draw(st.sampled_from(NAMES))] = draw(_body(POOL[mode][kind]))
    form = draw(st.sampled_from(("object",) * 8 + ("list", "lists", "bodies")))
    if form == "list":
        return [{kind: named} for kind, named in kinds.items()]
    if form == "lists":
        return {kind: [{name: body} for name, body in named.items()] for kind, named in kinds.items()}
    if form == "bodies":
        return {kind: {name: [body] for name, body in named.items()} for kind, named in kinds.items()}
    return kinds


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """Documents in Terraform's JSON shape: put together at random, or a rule's own cases with something bent."""
    return _composed() | _bent_cases()


@st.composite
def _bent_cases(draw: st.DrawFn) -> dict[str, Any]:
    content = draw(st.sampled_from(CASE_DOCUMENTS))
    for mode in draw(st.lists(st.sampled_from(sorted(content)), min_size=1, max_size=3)):
        content = content | {mode: draw(_bent(content[mode], inside=True))}
    return content


@st.composite
def _composed(draw: st.DrawFn) -> dict[str, Any]:
    content: dict[str, Any] = {"resource": draw(_of_mode("resource", 5)), "data": draw(_of_mode("data", 2))}
    beside = {
        "//": {"metadata": {"stackName": "s"}},
        "terraform": {"required_version": "~> 1.11", "backend": {"local": {"path": "x"}}},
        "provider": {"aws": [{"region": "eu-west-1", "default_tags": [{"tags": {"a": "b"}}]}]},
        "variable": {"a": {"default": draw(odd_values), "type": "string"}, "none": {}},
        "locals": {"a": draw(odd_values), "loop": "${local.loop}"},
        "output": {"o": {"value": "${aws_sqs_queue.a.arn}", "sensitive": True}},
        "module": {"m": {"source": "./m"}},
    }
    for name in draw(st.lists(st.sampled_from(sorted(beside)), unique=True)):
        content[name] = beside[name]
    if draw(st.integers(0, 9)) == 0:
        content = draw(_bent(content))
    return content if isinstance(content, dict) else {"resource": content}


@st.composite
def broken_bytes(draw: st.DrawFn) -> bytes:
    """The bytes of a document after an accident: flipped, cut off, doubled, another encoding, keys twice."""
    text = json.dumps(draw(documents()), indent=draw(st.sampled_from((None, 2))))
    data = text.encode(draw(st.sampled_from(("utf-8",) * 6 + ("utf-16", "utf-8-sig"))))
    place = draw(st.integers(0, len(data) - 1))
    how = draw(st.sampled_from(("flip", "cut", "double", "drop", "insert", "key twice", "none")))
    if how == "flip":
        return data[:place] + bytes([data[place] ^ (1 << draw(st.integers(0, 7)))]) + data[place + 1 :]
    if how == "cut":
        return data[:place]
    if how == "double":
        return data[:place] + data[max(0, place - 20) :]
    if how == "drop":
        return data[:place] + data[place + draw(st.integers(1, 20)) :]
    if how == "insert":
        return (
            data[:place]
            + draw(st.binary(min_size=1, max_size=4) | st.sampled_from((b"NaN", b"1e999", b"\\ud83d", b"[" * 300)))
            + data[place:]
        )
    return data.replace(b'"resource":', b'"resource": {}, "resource":', 1) if how == "key twice" else data
