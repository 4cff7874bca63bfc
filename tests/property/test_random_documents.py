"""Whatever a document holds, the gate reaches a verdict that adds up, and allows nothing that it did not read."""

from __future__ import annotations

import json
import logging
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from stackgate.bundle import bundled
from stackgate.finding import JudgementError, Verdict
from stackgate.gate import Gate
from stackgate.reports import MODULES, render
from stackgate.rulebook import load
from stackgate.settings import Settings
from stackgate.subject import Input

from .documents import broken_bytes, documents

RULEBOOK = load()
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((bundled("validators") / "schemas" / "verdict.json").read_text(encoding="utf-8"))
)
LISTS_OF_RULES: set[str] = set()
PARTS = pytest.mark.parametrize("part", range(4))
"""The examples are tried in four parts, so that four processes can share them."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random")


@pytest.fixture(autouse=True)
def no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a rule raises is asserted on below; its traceback need not be written out for each example."""
    monkeypatch.setattr(logging.getLogger("stackgate"), "propagate", False)
    monkeypatch.setattr(logging.getLogger("stackgate"), "handlers", [logging.NullHandler()])


def judge(data: bytes, folder: Path) -> Verdict:
    path = folder / "cdk.tf.json"
    path.write_bytes(data)
    return Gate(RULEBOOK, Settings(), "prod", keep_evidence=True).judge([Input(path, "cdk.tf.json")])


def holds_together(verdict: Verdict, data: bytes) -> None:
    """What is true of every verdict, on whatever document."""
    counts = dict(verdict.counts)
    assert counts.pop("judged") == sum(counts.values())
    assert verdict.evidence is not None
    outcomes = Counter(pair.outcome for pair in verdict.evidence.pairs)
    assert outcomes == Counter({outcome: number for outcome, number in counts.items() if number})
    texts = {name: render(verdict, name) for name in MODULES}
    assert all("Traceback" not in text for text in texts.values())
    report = json.loads(texts["json"])
    assert schema_faults(report) == []
    assert json.loads(texts["sarif"])["runs"][0]["invocations"][0]["exitCode"] == verdict.exit_status
    if verdict.findings:
        there = set(addresses(json.loads(data.decode("utf-8-sig"))))
        judged = {re.sub(r"(?<=.)\[.*\]", "", finding.address) for finding in verdict.findings}
        assert judged <= there | {"*"}


def schema_faults(report: dict[str, Any]) -> list[str]:
    """What is wrong with the form of a report. Its list of rules, which is long, is looked at when it is a new one."""
    rules = json.dumps(report["rules"])
    given = report | {"rules": []} if rules in LISTS_OF_RULES else report
    LISTS_OF_RULES.add(rules)
    return [fault.message for fault in SCHEMA.iter_errors(given)]


def addresses(content: Any) -> Iterator[str]:
    """The addresses of a document's resources and modules, read without the gate's own reader."""
    for mode, prefix in (("resource", ""), ("data", "data.")):
        for types in one_or_more(content.get(mode)):
            for kind, block in types.items():
                for named in one_or_more(block) if kind != "//" else ():
                    yield from (f"{prefix}{kind}.{name}" for name in named)
    for modules in one_or_more(content.get("module")):
        yield from (f"module.{name}" for name in modules)


def one_or_more(block: Any) -> list[Any]:
    return [part for part in (block if isinstance(block, list) else [block]) if part is not None]


def is_strict_json(data: bytes) -> bool:
    """Whether bytes are one JSON object in UTF-8 without doubled keys or numbers that are not finite."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in found}) != len(found):
            raise ValueError
        return dict(found)

    def number(word: str) -> float:
        if not math.isfinite(float(word)):
            raise ValueError
        return float(word)

    try:
        text = data.decode("utf-8-sig")
        content = json.loads(text, object_pairs_hook=pairs, parse_constant=number, parse_float=number)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict)


@PARTS
@given(content=documents())
def test_no_rule_breaks_on_a_document_that_can_be_read(part: int, folder: Path, content: dict[str, Any]) -> None:
    data = json.dumps(content).encode()
    verdict = judge(data, folder)
    holds_together(verdict, data)
    raised = [error for error in verdict.errors if "raised" in error.message or "gave no answer" in error.message]
    shapeless = {finding.address for finding in verdict.findings if finding.rule == "schema"}
    assert [error for error in raised if not is_told(error, shapeless)] == []


def is_told(error: JudgementError, shapeless: Collection[str]) -> bool:
    """Whether a check of Checkov's own broke on a resource of which the schema tells that it has no right shape."""
    found = re.fullmatch(r"gave no answer about (\S+): .*", error.message)
    return found is not None and RULEBOOK.rules[error.where].built_in is not None and found[1] in shapeless


@PARTS
@given(data=broken_bytes())
def test_what_cannot_be_read_is_never_allowed(part: int, folder: Path, data: bytes) -> None:
    verdict = judge(data, folder)
    holds_together(verdict, data)
    if not is_strict_json(data):
        assert verdict.exit_status == 2
        assert len(verdict.errors) == 1
        assert "\n" not in verdict.errors[0].message
