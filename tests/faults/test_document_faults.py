"""The bundled document is allowed; with one fault put into it, it is blocked, by the rule meant for that fault alone.

`documents/<failure>.yaml` lists the faults of a past failure, `documents/validate.yaml` and `plan.yaml` those that
`terraform validate` and a plan find, `documents/silent*.yaml` those that neither of them finds. A row is one edit of
the document and what has to be found:

fault    what is wrong, in a few words: the test's name
set      paths below `resource`, each with its new value
remove   paths to take away
rename   paths, each with the new name of what it leads to
encode   paths of JSON texts to write as `${jsonencode(...)}` instead, with HCL inside
declare  what is added to the document beside its resources
finds    the rule that tells of it and the address that it tells it of, `rule address`
says     a part of its message
status   `unknown` where it cannot be told without what is known only at the deploy
also     further findings, each with a comment on why that is a fault of its own

A path's steps are keys, shell patterns of keys, indexes, or the name of a list's item; it leads on into JSON texts.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml
from in_process import stackgate

from stackgate.finding import Finding, Verdict
from stackgate.gate import Gate
from stackgate.run import Run, load_rules
from stackgate.settings import load_settings
from stackgate.subject import Input

HERE = Path(__file__).parent
SETTINGS = HERE.parent.parent / "stackgate.toml"
FAILURES = (*(f"MF-{number}" for number in range(1, 7)), *(f"MF-S{number}" for number in range(2, 10)))
FINDERS = ("validate", "plan")
ROWS = {
    path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for path in sorted((HERE / "documents").glob("*.yaml"))
}
KEYS = {"fault", "set", "remove", "rename", "encode", "declare", "finds", "says", "status", "also"}
NAMES = ("name", "Sid", "capacity_provider")
"""The keys by which an item of a list is known."""

Row = dict[str, Any]
Document = dict[str, Any]
Judge = Callable[[Document], Verdict]


# Editing


def step_into(holder: Any, step: str) -> list[Any]:
    """The keys or indexes of a holder that a step means."""
    if isinstance(holder, dict):
        return [key for key in holder if fnmatchcase(key, step)]
    if step.isdigit():
        return [int(step)] if int(step) < len(holder) else []
    return [index for index, item in enumerate(holder) if step in ("*", *(item.get(name) for name in NAMES))]


def edit(holder: Any, path: str, change: Callable[[Any, Any], None]) -> None:
    """Call `change(holder, key)` wherever the path ends, also within texts of JSON. It has to lead somewhere."""
    step, _, rest = path.partition(".")
    keys = step_into(holder, step)
    if not rest:
        for key in reversed(keys or ([step] if isinstance(holder, dict) else [])):
            change(holder, key)
        return
    assert keys, f"{path} leads nowhere"
    for key in keys:
        if isinstance(holder[key], str):
            content = json.loads(holder[key])
            edit(content, rest, change)
            holder[key] = json.dumps(content)
        else:
            edit(holder[key], rest, change)


def put_into(document: Document, row: Row) -> Document:
    """A copy of the document with the fault in it."""
    faulty = copy.deepcopy(document)
    resources = faulty["resource"]
    for path, value in row.get("set", {}).items():
        edit(resources, path, lambda holder, key, value=value: put(holder, key, value))
    for path, name in row.get("rename", {}).items():
        edit(resources, path, lambda holder, key, name=name: put(holder, name, holder.pop(key)))
    for path in row.get("remove", ()):
        edit(resources, path, lambda holder, key: holder.pop(key))
    for path in row.get("encode", ()):
        edit(resources, path, lambda holder, key: put(holder, key, as_jsonencode(holder[key])))
    faulty |= row.get("declare", {})
    assert faulty != document, "the edit changes nothing"
    return faulty


def put(holder: Any, key: Any, value: Any) -> None:
    holder[key] = copy.deepcopy(value)


def as_jsonencode(text: str) -> str:
    """The same JSON as Terraform's own expression: `${jsonencode({"a" = aws_x.y.arn})}`."""
    return "${jsonencode(" + "".join(hcl(json.loads(text))) + ")}"


def hcl(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield "{" + ", ".join(f'"{key}" = {"".join(hcl(item))}' for key, item in value.items()) + "}"
    elif isinstance(value, list):
        yield "[" + ", ".join("".join(hcl(item)) for item in value) + "]"
    else:
        whole = re.fullmatch(r"\$\{([^}]*)\}", value) if isinstance(value, str) else None
        yield whole[1] if whole else json.dumps(value)


# Judging


@pytest.fixture(scope="module")
def document(synthesized: Callable[[str], Path]) -> Document:
    content: Document = json.loads(synthesized("prod").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def gate() -> Gate:
    """The gate of `stackgate check` in this repository."""
    run = Run(load_settings(SETTINGS), "prod")
    rulebook = load_rules(run)
    return Gate(rulebook, run.settings, run.environment, waivers=run.waivers_of(rulebook))


@pytest.fixture
def judge(gate: Gate, tmp_path: Path) -> Judge:
    def judge_document(content: Document) -> Verdict:
        path = tmp_path / "cdk.tf.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return gate.judge([Input(path, path.name)])

    return judge_document


def rows() -> Iterator[Any]:
    for failure, listed in ROWS.items():
        for row in listed:
            yield pytest.param(failure, row, id=f"{failure}: {row['fault']}")


def where(found: Finding) -> str:
    return f"{found.rule} {found.address}"


def told(verdict: Verdict) -> str:
    return "\n".join(f"{found.level} {found.status} {where(found)}: {found.message}" for found in verdict.findings)


def test_the_bundled_document_is_allowed_without_a_word(document: Document, judge: Judge) -> None:
    verdict = judge(document)
    assert (verdict.exit_status, verdict.findings, verdict.errors) == (0, (), ())
    assert verdict.counts["pass"] == verdict.counts["judged"] > len(document["resource"])


@pytest.mark.parametrize(("failure", "row"), list(rows()))
def test_a_fault_is_found_where_it_is(failure: str, row: Row, document: Document, judge: Judge) -> None:
    verdict = judge(put_into(document, row))
    assert verdict.errors == ()
    assert verdict.exit_status == 1, told(verdict)
    assert {where(found) for found in verdict.findings} == {row["finds"], *row.get("also", ())}, told(verdict)
    main = [found for found in verdict.findings if where(found) == row["finds"]]
    assert {(found.level, found.status) for found in main} == {("error", row.get("status", "fail"))}, told(verdict)
    assert any(row["says"] in found.message for found in main), told(verdict)
    assert failure not in FAILURES or failure in main[0].guards


def test_every_failure_has_three_faults_and_more() -> None:
    assert set(ROWS) == {*FAILURES, *FINDERS, "silent", "silent_in_json"}
    assert {failure for failure, listed in ROWS.items() if len(listed) < 3} == set()


def test_every_row_is_of_known_keys() -> None:
    for listed in ROWS.values():
        for row in listed:
            assert {"fault", "finds", "says"} <= set(row) <= KEYS, row["fault"]


@pytest.mark.parametrize("failure", ["MF-1", "MF-5", "silent"])
def test_the_command_tells_the_same(failure: str, document: Document, tmp_path: Path) -> None:
    row = ROWS[failure][0]
    (tmp_path / "cdk.tf.json").write_text(json.dumps(put_into(document, row)), encoding="utf-8")
    done = stackgate("check", "cdk.tf.json", "--config", str(SETTINGS), "--format", "json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert report["verdict"] == "blocked"
    assert [f"{found['rule']} {found['address']}" for found in report["findings"]] == [row["finds"]]
    assert report["findings"][0]["level"] == "error"
    assert failure in [*report["findings"][0]["guards"], "silent"]
