"""A large document is judged in shares, by several processes: the same verdict, or none."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from generator import text
from small_documents import IN_SHARES, ending_rule, in_a_process

from stackgate import asking
from stackgate.asking import Answers, Asking
from stackgate.block import Block
from stackgate.engines import PASSED, Judged, Said
from stackgate.finding import Verdict
from stackgate.gate import Gate
from stackgate.graph import Resource
from stackgate.joining import join
from stackgate.reports import render
from stackgate.rulebook import Rulebook, load
from stackgate.secrets import finder, secrets_of
from stackgate.settings import Settings
from stackgate.share import IN_ONE_GO, WHOLE, Share
from stackgate.subject import Input, read_subject

RULEBOOK = load()
POLICY = '''"""A queue has a delay.

Why: Because.
Fix: Set one.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ["aws_sqs_queue"]


class Check(BaseResourceCheck):
    def __init__(self):
        super().__init__("Queue", "{id}", [CheckCategories.GENERAL_SECURITY], ["aws_sqs_queue"])

    def scan_resource_conf(self, conf):
        {body}


check = Check()
'''


@pytest.fixture
def each_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LARGE", 1)


def judge(path: Path, cores: int, rulebook: Rulebook = RULEBOOK, **how: Any) -> Verdict:
    gate = Gate(rulebook, Settings(), "prod", **how)
    return join(gate.terms(), [gate.judge_document(Input(path, path.name), cores)], "")


def written(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "cdk.tf.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    return path


@pytest.mark.parametrize("how", [{}, {"keep_passes": True, "keep_evidence": True}])
@pytest.mark.usefixtures("each_is_large")
def test_the_verdict_on_an_estate_is_the_same(tmp_path: Path, how: dict[str, bool]) -> None:
    path = written(tmp_path, text(1240))
    whole, in_shares = judge(path, 1, **how), judge(path, 3, **how)
    assert whole.counts["fail"] > 10
    assert render(whole, "json") == render(in_shares, "json")


@pytest.mark.usefixtures("each_is_large")
def test_the_verdict_is_the_same_where_much_is_odd(tmp_path: Path) -> None:
    rules, policies = tmp_path / "rules", tmp_path / "policies"
    ending_rule(rules, "SIGKILL", "none")
    (rules / "ending.py").write_text((rules / "ending.py").read_text().replace("return ()", "raise KeyError(topic)"))
    policies.mkdir()
    for name, body in (("breaks", "raise ValueError"), ("passes", "return CheckResult.PASSED")):
        (policies / f"{name}.py").write_text(POLICY.replace("{id}", name).replace("{body}", body), encoding="utf-8")
    (policies / "loads_not.py").write_text(POLICY.replace("check = Check()", "check = none"), encoding="utf-8")
    resources = {
        "aws_sqs_queue": {f"q{number}": {"name": f"q{number}", "delay": "${var.none}"} for number in range(9)},
        "aws_sns_topic": {f"t{number}": {"name": f"t{number}"} for number in range(9)},
        "aws_unknown": {"u": {}},
        "random_pet": {"p": {}},
        "aws_s3_bucket": {"b": {"count": "${var.none}"}, "c": {"bucket": "${aws_s3_bucket.none.id}"}},
    }
    path = written(tmp_path, {"resource": resources, "variable": {"none": {}}, "module": {"m": {"source": "x/y/z"}}})
    rulebook = load([rules], [policies])
    whole, in_shares = judge(path, 1, rulebook), judge(path, 4, rulebook)
    broken = [error for error in whole.errors if "(and 8 more)" in error.message]
    assert broken and len(whole.errors) == 9 + 1 + 1
    assert any("random_pet" in note for note in whole.notes)
    assert render(whole, "json") == render(in_shares, "json")


@pytest.mark.usefixtures("each_is_large")
def test_a_share_whose_process_dies_is_an_error_and_no_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, own = written(tmp_path, text(124)), os.getpid()
    validate = asking.validate

    def dying(*given: Any, **how: Any) -> Any:
        yield from validate(*given, **how)
        if os.getpid() != own and given[2].number == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(asking, "validate", dying)
    verdict = judge(path, 2)
    assert (verdict.exit_status, verdict.counts["judged"], verdict.findings) == (2, 0, ())
    (error,) = verdict.errors
    assert error.message == "was not judged: the process that judged a share of it ended: SIGKILL"


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("lose", [lambda answers: answers[1:], lambda answers: []])
@pytest.mark.usefixtures("each_is_large")
def test_what_a_share_leaves_out_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lose: Callable[[list[Any]], list[Any]], cores: int
) -> None:
    validate = asking.validate
    monkeypatch.setattr(asking, "validate", lambda *given, **how: lose(list(validate(*given, **how))))
    verdict = judge(written(tmp_path, text(124)), cores)
    assert verdict.exit_status == 2
    assert "pairs of rule and resource were judged" in verdict.errors[0].message


@pytest.mark.parametrize("turned", [1, -1])
def test_a_place_that_passed_and_failed_has_failed(turned: int) -> None:
    failed = Judged([Said("fail", "it is")])
    answers = Answers()
    answers.take([("rule", "place", PASSED), ("rule", "place", failed)][::turned])
    answers.add(Answers())
    assert answers.of("rule", "place") == failed
    assert answers.of("rule", "another") is None


@pytest.mark.usefixtures("each_is_large")
def test_the_shares_find_the_secrets_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = json.loads(text(124))
    content["resource"]["aws_db_instance"] = {f"d{number}": {"password": f"hunter2-{number}"} for number in range(9)}
    content["resource"]["aws_sns_topic"]["made"] = {"display_name": "${upper(aws_db_instance.d1.password)}"}
    content["variable"] = {"token": {"default": "Xk29fjw-Lq0as7Dh3"}}
    path = written(tmp_path, content)
    whole, in_shares = (read_subject(Input(path, path.name)) for _ in range(2))
    assert {"hunter2-8", "HUNTER2-1", "Xk29fjw-Lq0as7Dh3"} <= whole.secrets
    Asking(in_shares, True, (), {}).answers(3)
    search = finder._search

    def beside_resources(block: Block) -> Any:
        assert not isinstance(block, Resource), "searched once more"
        return search(block)

    monkeypatch.setattr(finder, "_search", beside_resources)
    assert in_shares.secrets == whole.secrets
    found = [[secrets_of(resource) for resource in subject.graph] for subject in (whole, in_shares)]
    assert found[0] == found[1]


def test_a_rule_that_ends_its_process_ends_no_command_that_judges_in_shares(tmp_path: Path) -> None:
    content = json.loads(text(124))
    content["resource"]["aws_sns_topic"] = {"last": {"name": "last"}}
    written(tmp_path, content)
    rules = ending_rule(tmp_path / "rules", "exit status 0", "last")
    how = ("--only", "validators", "--rules", str(rules), "--jobs", "2")
    done = in_a_process("check", "cdk.tf.json", *how, cwd=tmp_path, how=IN_SHARES)
    assert done.returncode == 2
    assert "the process that judged a share of it ended: exit status 0" in done.stdout


def test_each_name_is_in_one_share() -> None:
    names = [f"aws_x.y{number}" for number in range(1000)]
    shares = [[name for name in names if Share(number, 4).has(name)] for number in range(4)]
    assert sorted(name for share in shares for name in share) == sorted(names)
    assert all(200 < len(share) < 300 for share in shares)
    assert all(WHOLE.has(name) and not Share(IN_ONE_GO, 4).has(name) for name in names)
    assert [share.has_the_indivisible for share in (WHOLE, Share(IN_ONE_GO, 4), Share(0, 4))] == [True, True, False]


def test_judging_in_shares_is_for_large_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "spread", lambda *_: pytest.fail("a small document was spread"))
    assert judge(written(tmp_path, text(62)), 4).errors == ()
