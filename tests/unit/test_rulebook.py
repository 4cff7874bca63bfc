"""Rules are found by folder; one that does not load is an error, never skipped."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from stackgate.bundle import bundled
from stackgate.rule import RuleError
from stackgate.rulebook import load

VALIDATOR = '''
from stackgate.validator import validator

@validator(on="aws_sqs_queue", controls=("SQS.1",), guards=("MF-4",), level="warning", relaxable=True)
def check(queue, graph):
    """A queue is a queue.

    Why: It is only
        right.
    Fix: Make it so.
    """
    yield "is none"
'''
YAML = """
metadata:
  id: own_policy
  name: A topic is named.
  category: GENERAL_SECURITY
  why: People look for it.
  fix: Set name.
  guards: [MF-3]
definition:
  and:
    - {cond_type: attribute, resource_types: [aws_sns_topic], attribute: name, operator: exists}
"""


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (tmp_path / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_bundled_rules_load_and_have_documentation() -> None:
    rules = load().rules
    assert {rule.engine for rule in rules.values()} == {"synth", "schema", "validators", "policies"}
    for name, rule in rules.items():
        assert rule.engine in ("synth", "schema") or rule.built_in or rule.path.stem == name
        assert rule.types
        assert rule.summary.endswith(".")
        assert rule.why and rule.fix
        assert not re.search(r"\b(TODO|FIXME)\b", rule.why + rule.fix)


def test_another_repositorys_rules_stand_beside_the_bundled(tmp_path: Path) -> None:
    own = folder(tmp_path, own_rule_py=VALIDATOR, own_policy_yaml=YAML)
    rules = load([own]).rules
    rule = rules["own_rule"]
    assert (rule.types, rule.controls, rule.guards) == (("aws_sqs_queue",), ("SQS.1",), ("MF-4",))
    assert (rule.level, rule.relaxable) == ("warning", True)
    assert (rule.summary, rule.why, rule.fix) == ("A queue is a queue.", "It is only right.", "Make it so.")
    (own / "own_rule.py").unlink()
    policy = load((), [own]).rules["own_policy"]
    assert (policy.engine, policy.types, policy.guards) == ("policies", ("aws_sns_topic",), ("MF-3",))
    assert len(load().rules) < len(rules)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 +", "SyntaxError"),
        ("import no_such_module", "ModuleNotFoundError"),
        ("raise SystemExit(0)", "SystemExit"),
        ("x = 1", "declares 0 validators"),
        (VALIDATOR + VALIDATOR.replace("def check", "def other"), "declares 2 validators"),
        (VALIDATOR.replace("Why:", "Because:"), "lacks why"),
        (VALIDATOR.replace('level="warning"', 'level="fatal"'), "fatal"),
    ],
)
def test_a_validator_that_does_not_load_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RuleError, match=message) as raised:
        load([folder(tmp_path, own_rule_py=text)])
    assert "own_rule.py" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("metadata: [", "cannot be read"),
        (YAML.replace("id: own_policy", "id: another"), "another"),
        (YAML.replace("  why: People look for it.\n", ""), "lacks why"),
        ("[]", "cannot be read"),
    ],
)
def test_a_policy_without_proper_metadata_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RuleError, match=message) as raised:
        load((), [folder(tmp_path, own_policy_yaml=text)])
    assert "own_policy.yaml" in str(raised.value)


def test_a_folder_that_is_missing_or_holds_no_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder"):
        load([tmp_path / "none"])
    with pytest.raises(RuleError, match="holds no rules"):
        load([tmp_path])


def test_two_rules_of_one_name_are_an_error(tmp_path: Path) -> None:
    taken = next(iter(load().policies))
    with pytest.raises(RuleError, match=taken):
        load([folder(tmp_path, **{f"{taken}_py": VALIDATOR})])


def test_the_bundled_folders_are_there() -> None:
    assert bundled("validators").is_dir()
    assert bundled("policies").is_dir()


def test_a_rule_is_run_from_its_source_and_not_from_bytecode_of_another_text(tmp_path: Path) -> None:
    own = folder(tmp_path, own_rule_py=VALIDATOR)
    before = (own / "own_rule.py").stat()
    assert load([own]).rules["own_rule"].summary == "A queue is a queue."
    (own / "own_rule.py").write_text(VALIDATOR.replace("is a queue.", "is a quest."), encoding="utf-8")
    os.utime(own / "own_rule.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert load([own]).rules["own_rule"].summary == "A queue is a quest."


def test_a_rule_may_define_a_dataclass(tmp_path: Path) -> None:
    dataclass = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n"
    )
    assert "own_rule" in load([folder(tmp_path, own_rule_py=dataclass + VALIDATOR)]).rules
