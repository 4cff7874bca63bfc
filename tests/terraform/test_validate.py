"""The schema engine and `terraform validate` say the same of the bundled document, however its shape is changed.

`mutations/*.yaml` lists the changes, what Terraform says of each, and where the fault is. Our own side is tested
everywhere; that Terraform says what is recorded is tested where there is one. A document that the gate cannot read is
one that it does not allow. A row:

title     what is changed: the test's name
valid     whether `terraform validate` takes the document
resource  the address of the resource that is changed; without it, paths start at the document
set       paths, each with its new value
remove    paths to take away
add       what is merged into the document beside that
at        the addresses that the findings may have; without it, that of `resource`
differs   why our verdict is the other one on purpose
"""

import copy
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from stackgate.address import without_keys
from stackgate.finding import Finding, Verdict
from stackgate.gate import Gate
from stackgate.rulebook import load
from stackgate.settings import Settings
from stackgate.subject import Input

HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = [
    row
    for path in sorted((HERE / "mutations").glob("*.yaml"))
    for row in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
]
KEYS = {"title", "valid", "resource", "set", "remove", "add", "at", "differs"}
AT_ONCE = 4
"""Each Terraform takes a core for some seconds, and starts the provider twice."""

Document = dict[str, Any]
Judge = Callable[[Document], Verdict]


# Changing the document


def put_into(document: Document, row: dict[str, Any]) -> Document:
    """A copy of the document, changed as the row says."""
    changed = copy.deepcopy(document)
    root = changed
    if "resource" in row:
        kind, name = row["resource"].split(".")
        root = changed["resource"][kind][name]
    for path in row.get("remove", ()):
        holder, key = follow(root, path)
        del holder[key]
    for path, value in row.get("set", {}).items():
        holder, key = follow(root, path)
        holder[key] = copy.deepcopy(value)
    merge(changed, row.get("add", {}))
    assert changed != document, "the row changes nothing"
    return changed


def follow(holder: Any, path: str) -> tuple[Any, Any]:
    """What holds the path's last step, and that step as its key or index; maps on the way are made."""
    *way, last = path.split(".")
    for step in way:
        holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, {})
    return holder, int(last) if isinstance(holder, list) else last


def merge(into: Document, added: Document) -> None:
    for key, value in added.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = copy.deepcopy(value)


# Judging


@pytest.fixture(scope="module")
def document(synthesized: Callable[[str], Path]) -> Document:
    """The bundled document for the provider 5, without its backend, which an `init` would have to reach.

    What the stack says to generation 6 of the provider, generation 5 understands as well.
    """
    content: Document = json.loads(synthesized("prod").read_text(encoding="utf-8"))
    content["terraform"] = {"required_providers": {"aws": {"source": "aws", "version": "~> 5.99"}}}
    return content


@pytest.fixture(scope="module")
def gate() -> Gate:
    """A gate of the engines that need no Checkov."""
    return Gate(load(with_policies=False), Settings(), "prod", ("schema", "validators"))


@pytest.fixture
def judge(gate: Gate, tmp_path: Path) -> Judge:
    """A function from a document to the verdict on it."""

    def judge_document(content: Document) -> Verdict:
        path = tmp_path / "cdk.tf.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        verdict = gate.judge([Input(path, str(path))])
        assert {error.where for error in verdict.errors} <= {str(path)}
        return verdict

    return judge_document


def faults(verdict: Verdict) -> list[Finding]:
    """What the schema engine is sure of."""
    of_schema = [found for found in verdict.findings if found.engine == "schema"]
    return [found for found in of_schema if (found.level, found.status) == ("error", "fail")]


def rows() -> Iterator[Any]:
    for row in ROWS:
        yield pytest.param(row, id=row["title"])


def told(verdict: Verdict) -> str:
    found = [f"{fault.address} {fault.attribute}: {fault.message}" for fault in faults(verdict)]
    return "\n".join([*found, *(error.message for error in verdict.errors)])


def test_nothing_is_wrong_with_the_document_itself(document: Document, judge: Judge) -> None:
    assert told(judge(document)) == ""


@pytest.mark.parametrize("row", list(rows()))
def test_the_schema_engine_says_what_terraform_says(row: dict[str, Any], document: Document, judge: Judge) -> None:
    verdict = judge(put_into(document, row))
    valid = verdict.errors == () and not faults(verdict)
    assert valid == (row["valid"] != ("differs" in row)), told(verdict)
    at = row.get("at", row.get("resource"))
    expected = {at} if isinstance(at, str) else set(at or ())
    assert {without_keys(fault.address) for fault in faults(verdict)} <= expected, told(verdict)


def test_terraform_says_what_is_recorded(document: Document, terraform: Any) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        errors = list(pool.map(terraform.validate, [document, *(put_into(document, row) for row in ROWS)]))
    assert errors[0] == []
    said = {row["title"]: found for row, found in zip(ROWS, errors[1:], strict=True)}
    assert {title for title, found in said.items() if not found} == {row["title"] for row in ROWS if row["valid"]}, said


def test_the_rows_are_many_and_of_known_keys() -> None:
    assert len({row["title"] for row in ROWS}) == len(ROWS)
    assert sum(not row["valid"] for row in ROWS) >= 60
    assert sum(row["valid"] for row in ROWS) >= 15
    for row in ROWS:
        assert {"title", "valid"} <= set(row) <= KEYS, row["title"]
        if row["valid"] == ("differs" in row):
            assert "at" in row or "resource" in row, row["title"]
