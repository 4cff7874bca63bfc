"""A watch on documents: what it tells after each save, what it does again, and what goes wrong meanwhile."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest

from stackgate.watching.watch import Judgement

from .conftest import SETTINGS, WAIVER, document

ONE = ("one.tf.json",)


def summary(told: Judgement) -> tuple[Any, ...]:
    """The decision, and which resources have a finding that is new, fixed, unchanged."""
    since = told.since
    lists = [[finding.address[-1] for finding in found] for found in (since.new, since.fixed, since.unchanged)]
    return told.verdict.decision, *map("".join, lists)


def test_after_the_first_verdict_only_what_has_changed_is_told(world: Any) -> None:
    world.write(*ONE, document(a="no", b="no"))
    first, second, third = world.follow(
        lambda: world.write(*ONE, document(a="no", b="yes", c="no")),
        lambda: world.write(*ONE, document(a="yes", b="yes", c="yes")),
        paths=ONE,
    )
    assert summary(first) == ("blocked", "ab", "", "")
    assert summary(second) == ("blocked", "c", "b", "a")
    assert summary(third) == ("allowed", "", "ac", "")
    assert (first.saved, second.saved) == (frozenset(), {Path.cwd() / "one.tf.json"})


@pytest.mark.parametrize("broken", ["", '{"resource": {"null_res', '{"resource": 1, "resource": 2}', "[]"])
def test_a_document_half_written_is_told_and_read_again(world: Any, broken: str) -> None:
    world.write(*ONE, document(a="no", b="no"))
    _, second, third = world.follow(
        lambda: world.write(*ONE, broken), lambda: world.write(*ONE, document(a="no", b="yes", c="no")), paths=ONE
    )
    assert second.verdict.decision == "error"
    assert [finding.address[-1] for finding in second.since.not_judged] == ["a", "b"]
    assert summary(third) == ("blocked", "c", "b", "a")


def test_a_document_that_is_not_there_is_waited_for(world: Any) -> None:
    first, second, third = world.follow(
        lambda: world.write(*ONE, document(a="yes")), lambda: os.unlink("one.tf.json"), paths=ONE
    )
    assert [told.verdict.decision for told in (first, second, third)] == ["error", "allowed", "error"]


def test_a_save_that_changes_nothing_is_none(world: Any) -> None:
    world.write(*ONE, document(a="no"))
    told = world.follow(
        lambda: world.write(*ONE, document(a="yes")),
        lambda: world.write(*ONE, document(a="yes")),
        lambda: None,
        lambda: world.write("beside.txt", "no document"),
        lambda: world.write(".one.tf.json.swp", "no document"),
        paths=ONE,
    )
    assert [summary(each)[0] for each in told] == ["blocked", "allowed"]


def test_of_a_folder_only_the_document_that_was_saved_is_judged_again(world: Any) -> None:
    for name in "pqr":
        world.write(f"out/{name}/cdk.tf.json", document(**{name: "no"}))
    asked = []

    def save() -> None:
        asked.append(world.count(world.judged))
        world.write("out/q/cdk.tf.json", document(q="no", s="no"))

    first, second = world.follow(save, paths=("out",))
    assert (summary(first), asked) == (("blocked", "pqr", "", ""), [3])
    assert summary(second) == ("blocked", "s", "", "pqr")
    assert world.count(world.judged) == 3 + 2


def test_a_document_that_comes_and_goes_in_a_folder(world: Any) -> None:
    world.write("out/p/cdk.tf.json", document(p="no"))
    _, second, third = world.follow(
        lambda: world.write("out/new/deep/cdk.tf.json", document(n="no")),
        lambda: os.unlink("out/new/deep/cdk.tf.json"),
        paths=("out",),
    )
    assert summary(second) == ("blocked", "n", "", "p")
    assert (third.verdict.decision, len(third.verdict.documents)) == ("blocked", 1)


def test_a_rule_that_is_saved_judges_as_it_is_now(world: Any) -> None:
    world.write(*ONE, document(a="no"))
    _, second, third, fourth = world.follow(
        lambda: world.rule(name="other_rule"),
        lambda: world.write("rules/other_rule.py", "raise ValueError"),
        lambda: world.rule(name="other_rule", word="other than before"),
        paths=ONE,
    )
    assert [finding.rule for finding in second.since.new] == ["other_rule"]
    assert [error.where for error in third.verdict.errors] == ["rules"]
    assert [finding.message for finding in fourth.since.unchanged if finding.rule == "other_rule"] == [
        "it is other than before"
    ]


def test_waivers_and_settings_are_read_again(world: Any) -> None:
    world.write(*ONE, document(a="no"))
    expires = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
    _, waived, unknown, mended, without = world.follow(
        lambda: world.write("waivers.toml", WAIVER.format(expires=expires)),
        lambda: world.write("stackgate.toml", SETTINGS + "unknown = 1\n"),
        lambda: world.write("stackgate.toml", SETTINGS),
        lambda: world.write("stackgate.toml", ""),
        paths=ONE,
    )
    assert (waived.verdict.decision, len(waived.since.waived)) == ("allowed", 1)
    assert [error.where for error in unknown.verdict.errors] == ["settings"]
    assert mended.verdict.decision == "allowed"
    assert (without.verdict.decision, world.count(world.judged)) == ("allowed", 3)


def test_settings_and_waivers_may_be_written_later(world: Any) -> None:
    os.unlink("stackgate.toml")
    world.write(*ONE, document(a="no"))
    first, second = world.follow(lambda: world.write("stackgate.toml", SETTINGS), paths=ONE)
    assert (first.verdict.decision, summary(second)) == ("allowed", ("blocked", "a", "", ""))


def test_a_rule_that_breaks_is_an_error_and_the_watch_goes_on(world: Any) -> None:
    world.write(*ONE, document(a="no"))
    _, second, third = world.follow(
        lambda: world.write("rules/own_rule.py", Path("rules/own_rule.py").read_text().replace("yield", "raise")),
        lambda: world.rule(),
        paths=ONE,
    )
    assert second.verdict.decision == "error"
    assert summary(third) == ("blocked", "", "", "a")


def test_the_exit_status_is_that_of_the_last_verdict_and_never_good_without_one(world: Any) -> None:
    seen = []
    world.write(*ONE, document(a="yes"))
    watch = world.watch(*ONE)
    tell, judge = watch.tell, watch.warm.judge
    watch.tell = lambda told: (seen.append(watch.exit_status), tell(told))
    watch.warm.judge = lambda *given: (seen.append(watch.exit_status), judge(*given))[1]

    def wakes() -> Any:
        yield
        for text in (document(a="no"), "{", document(a="yes")):
            world.write(*ONE, text)
            yield
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch.follow(wakes())
    assert seen == [2, 0, 2, 1, 2, 2, 2, 0]
    assert watch.exit_status == 0


def test_what_breaks_the_gate_itself_does_not_end_the_watch(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write(*ONE, document(a="yes"))

    def fail() -> None:
        monkeypatch.setattr("stackgate.watching.warm.find_inputs", lambda _: 1 / 0)
        world.write(*ONE, document(b="yes"))

    def mend() -> None:
        monkeypatch.undo()
        os.chdir(world.folder)
        world.write(*ONE, document(c="yes"))

    told = world.follow(fail, mend, paths=ONE)
    assert [each.verdict.decision for each in told] == ["allowed", "error", "allowed"]
