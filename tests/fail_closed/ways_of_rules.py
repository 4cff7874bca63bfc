"""Validators, settings and waivers that do not do what their authors meant."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from .way import DOCUMENT, GOOD, QUEUE, QUICK, Way

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
OWN_RULES = (*QUICK, "--rules", "rules")
WAIVED = (*QUICK, "--waivers", "waivers.toml")
TODAY = dt.datetime.now(dt.UTC).date()


def _validator(name: str, line: str, body: str = "return", after: str = "", **how: Any) -> Way:
    text = how.pop("text", VALIDATOR.replace(*how.pop("changed", ("", ""))).format(body=body, after=after))
    files = {DOCUMENT: GOOD, how.pop("file", "rules/own_rule.py"): text, **how.pop("files", {})}
    return Way("validators", name, line, arguments=how.pop("arguments", OWN_RULES), files=files, **how)


def _levels(rule: str, level: str, reason: str = ', reason = "because of this"') -> str:
    return f'[levels]\n{rule} = {{ level = "{level}"{reason} }}'


def _settings(name: str, line: str, text: str) -> Way:
    return Way("settings", name, line, files={DOCUMENT: GOOD, "stackgate.toml": text})


def _waiver(name: str, line: str, status: int = 2, document: Any = QUEUE, **changed: Any) -> Way:
    waiver = {
        "rule": "queue_dead_letter",
        "address": "aws_sqs_queue.jobs",
        "reason": "It is accepted for this test.",
        "owner": "ann",
        "expires": TODAY + dt.timedelta(days=30),
    } | changed
    written = (f"{key} = {value if isinstance(value, dt.date) else json.dumps(value)}" for key, value in waiver.items())
    text = "[[waiver]]\n" + "\n".join(written)
    return Way("waivers", name, line, WAIVED, {DOCUMENT: document, "waivers.toml": text}, status=status)


VALIDATORS = (
    _validator(
        "raises", "own_rule: raised RuntimeError while it judged aws_sns_topic.alarms", "raise RuntimeError('x')"
    ),
    _validator("exits", "own_rule: raised SystemExit while it judged aws_sns_topic.alarms", "raise SystemExit(0)"),
    _validator("does not load", "own_rule.py: does not load: ModuleNotFoundError", after="import nothing_of_this_name"),
    _validator("exits as it loads", "own_rule.py: does not load: SystemExit", after="raise SystemExit(0)"),
    _validator("yields no text", "own_rule: yielded a value of the type int, not a message", "yield 3"),
    _validator("yields an empty text", "own_rule: yielded an empty text, not a message", "yield ''"),
    _validator("yields three things", "own_rule: yielded a value of the type tuple", "yield 'a', 'b', 'c'"),
    _validator("returns a flag", "own_rule: returned a value of the type bool", "return False"),
    _validator("returns a text", "own_rule: returned a value of the type str", "return 'it is bad'"),
    _validator("a file without validator", "own_rule.py: declares 0 validators", text="x = 1"),
    _validator(
        "a level that there is not", "is neither 'error' nor 'warning'", changed=('_topic"', '_topic", level="eror"')
    ),
    _validator("no why", "its documentation lacks why", changed=("Why", "Wy")),
    _validator(
        "the name of a bundled one",
        "a rule of the name 'queue_dead_letter' is there already",
        file="rules/queue_dead_letter.py",
    ),
    _validator(
        "the name of a policy", "a rule of the name 'queue_encrypted' is there already", file="rules/queue_encrypted.py"
    ),
    _validator(
        "two of one name",
        "a rule of the name 'own_rule' is there already",
        files={"more/own_rule.py": VALIDATOR.format(body="return", after="")},
        arguments=(*OWN_RULES, "--rules", "more"),
    ),
)

SETTINGS = (
    _settings("an unknown key", "stackgate.toml: ", 'enviroments = ["prod"]'),
    _settings("not TOML", "stackgate.toml: is not TOML", "waivers ="),
    _settings(
        "an unknown rule in [levels]",
        "[levels] names rules that do not exist: queue_dead_leter",
        _levels("queue_dead_leter", "warning"),
    ),
    _settings(
        "a level without a reason",
        "stackgate.toml: levels.queue_dead_letter",
        _levels("queue_dead_letter", "warning", ""),
    ),
    _settings(
        "an unknown level", "stackgate.toml: levels.queue_dead_letter.level", _levels("queue_dead_letter", "off")
    ),
    _settings("a folder of validators that is missing", "none: no such folder of rules", 'validators = ["none"]'),
    _settings("a file of waivers that is missing", "none.toml: cannot be read", 'waivers = "none.toml"'),
    Way("settings", "an unknown environment", "there is no environment 'moon'", (*QUICK, "--environment", "moon")),
    Way("settings", "a named file that is missing", "none.toml: cannot be read", (*QUICK, "--config", "none.toml")),
)

WAIVERS = (
    _waiver("without an owner", "waivers.toml: ", owner=""),
    _waiver("an unknown key", "waivers.toml: ", becuase="x"),
    _waiver("an unknown rule", "names a rule that does not exist", rule="queue_dead_leter"),
    _waiver("longer than 180 days", "longer than 180 days", expires=TODAY + dt.timedelta(days=181)),
    _waiver("no date", "waivers.toml: ", expires="2026-13-40"),
    _waiver("stale", "the waiver of queue_dead_letter at aws_sqs_queue.jobs (ann) matches no finding", document=GOOD),
    _waiver("expired", "no redrive policy: what cannot be processed", status=1, expires=TODAY - dt.timedelta(days=1)),
)
