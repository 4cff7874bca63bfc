"""Each past failure is blocked by its guards at the right place, and allowed once mended."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from guards import who_notices
from suite import MENDED, Replay, ReplayError, Suite, check_complete, read_replay, read_replays, seen

from stackgate.bundle import bundled
from stackgate.failures import Failure, FailureError, check_guards, load_failures
from stackgate.finding import Verdict
from stackgate.rulebook import load

FAILURES = load_failures()
REPLAYS = read_replays()
RULES = load().rules
FIRST_WRITE_UP = re.compile(r"MF-S?\d")
FEWEST = 40

Verdicts = dict[tuple[str, str], Verdict]


@pytest.mark.parametrize("name", sorted(FAILURES.keys() & REPLAYS.keys()))
def test_a_failure_is_blocked_where_it_is_and_allowed_once_mended(
    name: str, verdicts: Verdicts, enter: Callable[[Failure, Replay], None]
) -> None:
    replay = REPLAYS[name]
    enter(FAILURES[name], replay)
    for form, expected in replay.expected.items():
        verdict = verdicts[name, form]
        assert verdict.errors == ()
        assert verdict.exit_status == 1, form
        for text in replay.says[form]:
            assert any(text in finding.message for finding in verdict.findings), f"{form}: no message says {text}"
        assert Counter(set(seen(verdict.findings, replay, form))) == Counter(expected), form
    mended = verdicts[name, MENDED]
    assert (mended.exit_status, mended.findings, mended.errors) == (0, (), ())


@pytest.mark.parametrize("name", sorted(FAILURES.keys() & REPLAYS.keys()))
def test_every_guard_of_a_failure_is_seen_at_work_and_every_mark_is_used(name: str) -> None:
    replay = REPLAYS[name]
    assert replay.guards == set(FAILURES[name].guards)
    for form, expected in replay.expected.items():
        marks = replay.marks(form)
        assert len(set(marks)) == len(marks), f"{form}: two lines with one mark"
        assert set(marks) <= {finding.at for finding in expected}, f"{form}: a mark that no finding is expected at"


def test_what_is_found_on_a_construct_has_the_line_of_its_call(verdicts: Verdicts) -> None:
    for (name, form), verdict in verdicts.items():
        for finding in verdict.findings:
            if finding.construct:
                assert finding.source is not None, f"{name} {form}: {finding.rule} at {finding.address}"


def test_the_register_is_as_long_as_it_has_to_be() -> None:
    assert len(FAILURES) >= FEWEST
    assert {f"MF-{number}" for number in range(1, 7)} <= set(FAILURES)
    assert {f"MF-S{number}" for number in range(1, 10)} <= set(FAILURES)


def test_every_entry_has_a_replay_and_every_replay_an_entry() -> None:
    check_complete(FAILURES, REPLAYS)


def test_every_guard_is_a_rule_and_the_rules_name_the_same_failures() -> None:
    check_guards(FAILURES.values(), RULES)
    of_rules = {(failure, rule.name) for rule in RULES.values() for failure in rule.guards}
    assert of_rules == {
        (failure.id, guard)
        for failure in FAILURES.values()
        if FIRST_WRITE_UP.fullmatch(failure.id)
        for guard in failure.guards
    }


# What the suite refuses


def test_an_entry_without_a_replay_is_refused() -> None:
    with pytest.raises(ReplayError, match="without a replay: CL-new"):
        check_complete([*FAILURES, "CL-new"], REPLAYS)


def test_a_replay_without_an_entry_is_refused() -> None:
    with pytest.raises(ReplayError, match="not in the register: CL-new"):
        check_complete(FAILURES, [*REPLAYS, "CL-new"])


def test_a_guard_that_does_not_exist_is_refused() -> None:
    failure = Failure("CL-new", "a title", "a story", "a-class", "document", ("queue_dead_letter", "no_such_rule"))
    with pytest.raises(FailureError, match="CL-new names guards that do not exist: no_such_rule"):
        check_guards([failure], RULES)


def test_a_replay_that_is_not_complete_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "CL-new"
    folder.mkdir()
    with pytest.raises(ReplayError, match=r"no expect\.toml"):
        read_replay(folder)
    (folder / "expect.toml").write_text('broken = [{ rule = "queue_dead_letter" }]\n', encoding="utf-8")
    (folder / "broken.py").touch()
    with pytest.raises(ReplayError, match="mended"):
        read_replay(folder)
    (folder / "mended.py").touch()
    assert read_replay(folder).guards == {"queue_dead_letter"}


# Whether guards are proved


def test_a_rule_that_no_other_stands_in_for_is_missed(tmp_path: Path) -> None:
    assert who_notices("queue_dead_letter", Suite({}, tmp_path), load())


def test_a_rule_that_another_stands_in_for_is_missed_by_nobody(tmp_path: Path) -> None:
    twin = tmp_path / "queue_dead_letter_again.py"
    twin.write_text((bundled("validators") / "queue_dead_letter.py").read_text(encoding="utf-8"), encoding="utf-8")
    assert who_notices("queue_dead_letter", Suite({}, tmp_path), load([tmp_path])) == []
