"""The table: what is put in place, what the command is given, and what its one line must say."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DOCUMENT = "cdk.tf.json"
QUEUE = {"resource": {"aws_sqs_queue": {"jobs": {"name": "jobs"}}}}
STREAM = {"resource": {"aws_kinesis_stream": {"films": {"name": "films"}}}}
GOOD = {"resource": {"aws_sns_topic": {"alarms": {"name": "alarms", "kms_master_key_id": "alias/own"}}}}
VARIABLE = {"variable": {"enc": {}}, "resource": {"aws_sns_topic": {"alarms": {"fifo_topic": "${var.enc}"}}}}

POLICY = '''"""A topic is a FIFO topic.

Why: It is an example.
Fix: Set fifo_topic.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_sns_topic",)


class Own(BaseResourceCheck):
    def __init__(self):
        super().__init__("x", "own_policy", [CheckCategories.GENERAL_SECURITY], supported_resources=TYPES)

    def scan_resource_conf(self, conf):
        {body}


check = Own()
{after}
'''
COMPARES = 'return CheckResult.PASSED if conf.get("fifo_topic", [False])[0] == True else CheckResult.FAILED'
OWN_POLICY = POLICY.format(body=COMPARES, after="")
YAML_POLICY = """
metadata: {{id: own_policy, name: A topic is a FIFO topic., category: GENERAL_SECURITY, why: So., fix: So.}}
definition: {{cond_type: {cond_type}, resource_types: [aws_sns_topic], attribute: fifo_topic, operator: equals, value: true}}
"""
VALIDATOR = '''
from stackgate.validator import validator


@validator(on="aws_sns_topic")
def check(topic, graph):
    """A topic is good.

    Why: It is an example.
    Fix: Mend it.
    """
    {body}
{after}
'''
OWN_POLICIES = ("check", DOCUMENT, "--policies", "policies")
OWN_RULES = ("check", DOCUMENT, "--only", "validators", "--rules", "rules")
WAIVED = ("check", DOCUMENT, "--only", "validators", "--waivers", "waivers.toml")
QUICK = ("check", DOCUMENT, "--only", "validators")


@dataclass(frozen=True)
class Way:
    """One way to fail open. `line` is what the one line that tells of it holds, `status` the exit status.

    `files` lie in the folder in which the command is called: text, bytes, or an object as JSON; `sparse` are files of
    so many zero bytes that take no room. Status 1 stands where the policy is judged after all, and finds its fault.
    """

    group: str
    name: str
    line: str
    arguments: tuple[str, ...] = QUICK
    files: Mapping[str, Any] = field(default_factory=lambda: {DOCUMENT: GOOD})
    sparse: Mapping[str, int] = field(default_factory=dict)
    status: int = 2

    def __str__(self) -> str:
        return f"{self.group}: {self.name}"

    def prepare(self, folder: Path) -> None:
        """Put the files in place."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        for name, size in self.sparse.items():
            with (folder / name).open("wb") as file:
                os.truncate(file.fileno(), size)


def _policy(name: str, line: str, files: Mapping[str, Any] | None = None, **how: Any) -> Way:
    how = {"arguments": OWN_POLICIES, **how}
    return Way("Checkov", name, line, files={DOCUMENT: GOOD, **(files or {})}, **how)


def _reading(name: str, line: str, data: Any) -> Way:
    return Way("reading", name, line, files={DOCUMENT: data})


def _validator(name: str, line: str, body: str = "return", after: str = "", **how: Any) -> Way:
    text = how.pop("text", VALIDATOR.format(body=body, after=after))
    files = {DOCUMENT: GOOD, how.pop("file", "rules/own_rule.py"): text, **how.pop("files", {})}
    return Way("validators", name, line, arguments=how.pop("arguments", OWN_RULES), files=files, **how)


def _settings(name: str, line: str, text: str) -> Way:
    return Way("settings", name, line, files={DOCUMENT: GOOD, "stackgate.toml": text})


def _waiver(name: str, line: str, status: int = 2, document: Any = QUEUE, **changed: Any) -> Way:
    waiver = {
        "rule": "queue_dead_letter",
        "address": "aws_sqs_queue.jobs",
        "reason": "It is accepted for this test.",
        "owner": "ann",
        "expires": dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30),
    } | changed
    written = (f"{key} = {value if isinstance(value, dt.date) else json.dumps(value)}" for key, value in waiver.items())
    text = "[[waiver]]\n" + "\n".join(written)
    return Way("waivers", name, line, WAIVED, {DOCUMENT: document, "waivers.toml": text}, status=status)


_TODAY = dt.datetime.now(dt.UTC).date()

CHECKOV = (
    _policy("a document cut off", "cdk.tf.json: is not JSON:", {DOCUMENT: json.dumps(QUEUE)[:-3]}, arguments=("check", DOCUMENT)),
    _policy(
        "a document with terraform.required_version",
        "stream_encrypted",
        {DOCUMENT: STREAM | {"terraform": {"required_version": "~> 1.11"}}},
        arguments=("check", DOCUMENT),
        status=1,
    ),
    _policy(
        "a policy that raises on import",
        "own_policy.py: does not load: ZeroDivisionError",
        {"policies/own_policy.py": POLICY.format(body=COMPARES, after="1 / 0")},
    ),
    _policy(
        "a policy that raises while it runs",
        "gave no answer about aws_sns_topic.alarms: it raised KeyError",
        {"policies/own_policy.py": POLICY.format(body='return conf["hunter2"]', after="")},
    ),
    _policy(
        "a policy that gives no result",
        "gave no answer about aws_sns_topic.alarms: it returned None",
        {"policies/own_policy.py": POLICY.format(body="return", after="")},
    ),
    _policy("a policy folder without __init__.py", "own_policy", {"policies/own_policy.py": OWN_POLICY}, status=1),
    _policy("a policy folder that is missing", "policies: no such folder of rules"),
    _policy("a policy folder without policies", "policies: holds no rules", {"policies/README.md": "x"}),
    _policy(
        "a YAML policy with a wrong cond_type",
        "own_policy.yaml: has the cond_type 'atribute'",
        {"policies/own_policy.yaml": YAML_POLICY.format(cond_type="atribute")},
    ),
    _policy(
        "a document not named *.tf.json",
        "own_policy",
        {"stack.json": GOOD, "policies/own_policy.py": OWN_POLICY},
        arguments=("check", "stack.json", "--policies", "policies"),
        status=1,
    ),
    _policy("no such document", "none.tf.json: cannot be read: No such file", arguments=("check", "none.tf.json")),
    _policy("a folder without documents", "no cdk.tf.json in this folder", {"empty/x": ""}, arguments=("check", "empty")),
    _policy(
        "a value that is not known, to a Python policy",
        "depends on ${var.enc}",
        {DOCUMENT: VARIABLE, "policies/own_policy.py": OWN_POLICY},
        status=1,
    ),
    _policy(
        "a value that is not known, to a YAML policy",
        "depends on ${var.enc}",
        {DOCUMENT: VARIABLE, "policies/own_policy.yaml": YAML_POLICY.format(cond_type="attribute")},
        status=1,
    ),
    _policy(
        "two policies of one file name",
        "a rule of the name 'own_policy' is there already",
        {"policies/own_policy.py": OWN_POLICY, "more/own_policy.py": OWN_POLICY},
        arguments=(*OWN_POLICIES, "--policies", "more"),
    ),
    _policy(
        "a policy with the name of a bundled one",
        "a rule of the name 'queue_encrypted' is there already",
        {"policies/queue_encrypted.py": OWN_POLICY},
    ),
)  # fmt: skip

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
    _reading("100,000 brackets", "is nested deeper than 100 levels, at line 1", '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    _reading("resources that are no object", "has a block resource that is not an object", {"resource": 3}),
    _reading("a type that is no object", "has a block resource.aws_x that is not an object", {"resource": {"aws_x": "y"}}),
    _reading("a body that is no object", "has a block resource.aws_x.y that is not an object", {"resource": {"aws_x": {"y": 1}}}),
    _reading("two bodies in a list", "has 2 bodies for aws_x.y", {"resource": {"aws_x": {"y": [{}, {}]}}}),
    _reading("two bodies in two lists", "has two bodies for aws_x.y", {"resource": [{"aws_x": {"y": {}}}, {"aws_x": {"y": {}}}]}),
    _reading("a name that is none", "has a resource or type called 'a.b'", {"resource": {"aws_x": {"a.b": {}}}}),
    _reading("no resource", "no document of this run holds a resource", {"resource": {}}),
    _reading("a module", "module.net is not expanded", GOOD | {"module": {"net": {"source": "./net"}}}),
    Way("reading", "500 MB", "is larger than 256 MiB", files={}, sparse={DOCUMENT: 500 * 10**6}),
    Way(
        "reading",
        "one bad document among many",
        "b/cdk.tf.json: is not JSON",
        arguments=("check", ".", "--only", "validators"),
        files={"a/cdk.tf.json": GOOD, "b/cdk.tf.json": "{", "c/cdk.tf.json": QUEUE},
    ),
)  # fmt: skip

VALIDATORS = (
    _validator("raises", "own_rule: raised RuntimeError while it judged aws_sns_topic.alarms", "raise RuntimeError('x')"),
    _validator("exits", "own_rule: raised SystemExit while it judged aws_sns_topic.alarms", "raise SystemExit(0)"),
    _validator("does not load", "own_rule.py: does not load: ModuleNotFoundError", after="import nothing_of_this_name"),
    _validator("exits as it loads", "own_rule.py: does not load: SystemExit", after="raise SystemExit(0)"),
    _validator("yields no text", "own_rule: yielded a value of the type int, not a message", "yield 3"),
    _validator("yields an empty text", "own_rule: yielded an empty text, not a message", "yield ''"),
    _validator("yields three things", "own_rule: yielded a value of the type tuple", "yield 'a', 'b', 'c'"),
    _validator("returns a flag", "own_rule: returned a value of the type bool", "return False"),
    _validator("returns a text", "own_rule: returned a value of the type str", "return 'it is bad'"),
    _validator("a file without validator", "own_rule.py: declares 0 validators", text="x = 1"),
    _validator("a level that there is not", "is neither 'error' nor 'warning'", text=VALIDATOR.replace('_topic"', '_topic", level="eror"', 1).format(body="return", after="")),
    _validator("no why", "its documentation lacks why", text=VALIDATOR.replace("Why", "Wy").format(body="return", after="")),
    _validator("the name of a bundled one", "a rule of the name 'queue_dead_letter' is there already", file="rules/queue_dead_letter.py"),
    _validator("the name of a policy", "a rule of the name 'queue_encrypted' is there already", file="rules/queue_encrypted.py"),
    _validator(
        "two of one name",
        "a rule of the name 'own_rule' is there already",
        files={"more/own_rule.py": VALIDATOR.format(body="return", after="")},
        arguments=(*OWN_RULES, "--rules", "more"),
    ),
)  # fmt: skip

SETTINGS = (
    _settings("an unknown key", "stackgate.toml: ", 'enviroments = ["prod"]'),
    _settings("not TOML", "stackgate.toml: is not TOML", "waivers ="),
    _settings("an unknown rule in [levels]", "[levels] names rules that do not exist: queue_dead_leter", '[levels]\nqueue_dead_leter = { level = "warning", reason = "because of this" }'),
    _settings("a level without a reason", "stackgate.toml: levels.queue_dead_letter", '[levels]\nqueue_dead_letter = { level = "warning" }'),
    _settings("an unknown level", "stackgate.toml: levels.queue_dead_letter.level", '[levels]\nqueue_dead_letter = { level = "off", reason = "because of this" }'),
    _settings("a folder of validators that is missing", "none: no such folder of rules", 'validators = ["none"]'),
    _settings("a file of waivers that is missing", "none.toml: cannot be read", 'waivers = "none.toml"'),
    Way("settings", "an unknown environment", "there is no environment 'moon'", (*QUICK, "--environment", "moon")),
    Way("settings", "a named file that is missing", "none.toml: cannot be read", (*QUICK, "--config", "none.toml")),
)  # fmt: skip

WAIVERS = (
    _waiver("without an owner", "waivers.toml: ", owner=""),
    _waiver("an unknown key", "waivers.toml: ", becuase="x"),
    _waiver("an unknown rule", "names a rule that does not exist", rule="queue_dead_leter"),
    _waiver("longer than 180 days", "longer than 180 days", expires=_TODAY + dt.timedelta(days=181)),
    _waiver("no date", "waivers.toml: ", expires="2026-13-40"),
    _waiver("stale", "the waiver of queue_dead_letter at aws_sqs_queue.jobs (ann) matches no finding", document=GOOD),
    _waiver("expired", "no redrive policy: what cannot be processed", status=1, expires=_TODAY - dt.timedelta(days=1)),
)

WAYS = (*CHECKOV, *READING, *VALIDATORS, *SETTINGS, *WAIVERS)
