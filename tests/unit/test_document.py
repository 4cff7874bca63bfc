"""Strict reading: what is not one JSON object in UTF-8 is refused, with the place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stackgate import document as module
from stackgate.document import Document, DocumentError, read_document

BAD = {
    "empty": (b"", "is empty"),
    "white space": (b" \n", "is empty"),
    "truncated": (b'{"resource": {', "line 1, column 15"),
    "not JSON": (b"resource {}", "line 1, column 1"),
    "a list": (b"[]", "not a JSON object but a list"),
    "null": (b"null", "not a JSON object but null"),
    "invalid UTF-8": (b'{\n"a": "\xff"}', "invalid byte at line 2"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "UTF-16"),
    "UTF-16 without mark": ('{"a": 1}'.encode("utf-16-le"), "UTF-16"),
    "key twice": (b'{"a": {"b": 1, "b": 2}}', "key 'b' twice in one object, at line 1, column 16"),
    "NaN": (b'{"a": NaN}', "not finite: NaN, at line 1, column 7"),
    "infinity": (b'{"a": -Infinity}', "not finite"),
    "too large a number": (b'{"a": 1e999}', "not finite: 1e999"),
    "too long a number": (b'{"a": ' + b"9" * 5000 + b"}", "not finite"),
    "half a character": (b'{\n"a": "\\ud83d"}', "not Unicode text, at line 2, column 6"),
    "brackets": (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested deeper"),
    "nested": (b'{"a": ' + b"[" * 200 + b"]" * 200 + b"}", "nested deeper than 100"),
    "trailing text": (b'{"a": 1} x', "Extra data"),
}


@pytest.mark.parametrize(("data", "message"), BAD.values(), ids=BAD)
def test_a_bad_document_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "cdk.tf.json"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=message.replace("'", ".")):
        read_document(path)


def test_a_document_that_is_missing_a_folder_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DocumentError, match="No such file"):
        read_document(tmp_path / "missing.json")
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path)
    monkeypatch.setattr(module, "MAX_BYTES", 2)
    (tmp_path / "large.json").write_text('{"a": 1}')
    with pytest.raises(DocumentError, match="larger than"):
        read_document(tmp_path / "large.json")


@pytest.mark.parametrize("indent", [1, 2, 4, "\t"])
def test_a_resource_has_the_line_of_its_block(indent: int | str, tmp_path: Path) -> None:
    content = {
        "//": {"metadata": {"stackName": "s"}},
        "resource": {"aws_x": {"a": {"b": 1}, "y": {}}},
        "data": {"aws_x": {"y": {}}},
    }
    path = tmp_path / "cdk.tf.json"
    path.write_text(json.dumps(content, indent=indent))
    document = read_document(path)
    assert document.stack == "s"
    lines = document.text.splitlines()
    for address, before in (("aws_x.a", '"aws_x"'), ("data.aws_x.y", '"aws_x"')):
        line = document.line_of(address)
        assert line is not None
        assert json.dumps(address.rsplit(".", 1)[1]) in lines[line - 1]
        assert before in lines[line - 2]
    assert document.line_of("aws_x.y") != document.line_of("data.aws_x.y")
    assert document.line_of("aws_z.y") is None


def test_a_document_on_one_line_has_no_lines() -> None:
    assert Document(Path("x"), '{"resource": {"aws_x": {"y": {}}}}', {}, "").line_of("aws_x.y") is None
