"""A watch on an app: what is synthesized again, and what of the project counts as its source."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from stackgate.run import ONCE
from stackgate.watching.junk import folders_below, is_junk

from .conftest import SETTINGS, document


@pytest.fixture
def app(world: Any) -> Any:
    world.app()
    world.write("parts/one.json", document(a="no", b="yes"))
    return world


def test_a_save_of_the_source_is_synthesized_and_judged(app: Any) -> None:
    first, second = app.follow(lambda: app.write("parts/one.json", document(a="yes", b="no")))
    assert (first.verdict.decision, second.verdict.decision) == ("blocked", "blocked")
    assert [[one.address for one in found] for found in (second.since.new, second.since.fixed)] == [
        ["null_resource.b"],
        ["null_resource.a"],
    ]
    assert app.count(app.runs) == 2


def test_what_one_synthesis_cannot_tell_is_not_judged_and_said_once(app: Any) -> None:
    first, second = app.follow(lambda: app.write("parts/one.json", document(b="yes")))
    assert ONCE in first.notes
    assert ONCE in second.verdict.notes
    assert ONCE not in second.notes
    assert "synth_not_reproducible" not in {rule.name for rule in first.verdict.rules}
    assert "synth" in first.verdict.engines


def test_a_rule_is_judged_by_without_another_synthesis(app: Any) -> None:
    _, second = app.follow(lambda: app.rule(name="other_rule"))
    assert [finding.rule for finding in second.since.new] == ["other_rule"]
    assert app.count(app.runs) == 1


def test_the_same_document_is_not_judged_again(app: Any) -> None:
    told = app.follow(lambda: app.write("comment.txt", "nothing of this is synthesized"))
    assert [len(each.since.unchanged) for each in told] == [0, 1]
    assert (app.count(app.runs), app.count(app.judged)) == (2, 2)


def test_an_app_that_fails_is_told_and_the_watch_goes_on(app: Any) -> None:
    good = Path("make.sh").read_text()
    _, failed, mended = app.follow(
        lambda: app.write("make.sh", "echo what is wrong\nexit 3\n"), lambda: app.write("make.sh", good)
    )
    assert failed.verdict.decision == "error"
    assert "exit status 3" in failed.verdict.errors[0].message
    assert "what is wrong" in (app.private / "out" / "synth.log").read_text() or app.count(app.runs) == 2
    assert [len(found) for found in (mended.since.new, mended.since.fixed, mended.since.unchanged)] == [0, 0, 1]


def test_an_app_that_makes_no_stack_is_blocked_until_it_does(app: Any) -> None:
    good = Path("make.sh").read_text()
    _, failed, mended = app.follow(lambda: app.write("make.sh", "true\n"), lambda: app.write("make.sh", good))
    assert (failed.verdict.decision, [one.rule for one in failed.since.new]) == ("blocked", ["synth_no_stack"])
    assert [one.address for one in failed.since.not_judged] == ["null_resource.a"]
    assert [one.rule for one in mended.since.fixed] == ["synth_no_stack"]
    assert [one.address for one in mended.since.unchanged] == ["null_resource.a"]


def test_settings_that_are_broken_stay_an_error_whatever_else_is_saved(app: Any) -> None:
    _, broken, still, mended = app.follow(
        lambda: app.write("stackgate.toml", "what is this"),
        lambda: app.write("parts/one.json", document(a="yes")),
        lambda: app.write("stackgate.toml", SETTINGS),
    )
    assert [each.verdict.decision for each in (broken, still, mended)] == ["error", "error", "allowed"]


def test_settings_that_name_another_app(app: Any) -> None:
    app.write("other/cdktf.json", json.dumps({"language": "go", "app": "sh ../make.sh"}))
    app.write("other/parts/one.json", document(z="no"))
    _, second, third = app.follow(
        lambda: app.write("stackgate.toml", SETTINGS + 'app = "other/cdktf.json"\n'),
        lambda: app.write("other/parts/one.json", document(z="no", y="no")),
    )
    assert [one.address for one in second.since.new] == ["null_resource.z"]
    assert [one.address for one in third.since.new] == ["null_resource.y"]
    assert len(app.told) == 3


def test_nothing_is_written_into_the_project_and_what_the_gate_left_stays(app: Any) -> None:
    app.write("gate/verdict.json", "of the gate")
    app.write("gate/seal.json", "of the gate")
    app.write("gate/cdktf.out/manifest.json", "of the gate")
    before = {path: path.stat() for path in app.folder.rglob("*")}
    told = app.follow(lambda: app.write("gate/verdict.json", "of a later gate"))
    assert len(told) == 1
    after = set(app.folder.rglob("*"))
    assert after == before.keys()


def test_an_app_that_writes_into_its_own_folder_does_not_start_itself_for_ever(app: Any) -> None:
    app.app("date +%N > built.txt; echo same > same.txt")
    told = app.follow(*[lambda: None] * 9, lambda: app.write("parts/one.json", document(b="no")), lambda: None)
    assert [sorted(path.name for path in each.saved) for each in told] == [
        [],
        ["built.txt", "same.txt"],
        ["built.txt"],
        ["one.json"],
    ]
    assert len([line for line in app.said if "built.txt" in line]) == 2


def test_what_somebody_saves_of_such_a_file_later_counts(app: Any) -> None:
    app.app("[ -f mine.txt ] || date +%N > built.txt")

    def save() -> None:
        app.write("mine.txt", "")
        late = time.time() + 1
        os.utime(app.write("built.txt", "by hand"), (late, late))

    told = app.follow(*[lambda: None] * 9, save, lambda: None)
    assert [path.name for path in sorted(told[-1].saved)] == ["built.txt", "mine.txt"]


def test_what_somebody_saves_while_the_app_runs_counts(app: Any) -> None:
    app.app("[ $(wc -l < runs.txt) -gt 1 ] || { cp later.json parts/one.json; echo >> runs.txt; }")
    app.write("runs.txt", "")
    app.write("later.json", document(a="no", c="no"))
    _, second = app.follow(lambda: None)
    assert Path("parts/one.json").resolve() in second.saved
    assert [one.address for one in second.since.new] == ["null_resource.c"]


@pytest.mark.parametrize(
    "name",
    [
        "a.py~",
        ".a.py.swp",
        ".#a.py",
        "#a.py#",
        "4913",
        "a.pyc",
        "__pycache__",
        "node_modules",
        "stackgate.log",
        "x.tmp",
        "terraform.one.tfstate",
        "terraform.one.tfstate.backup",
        ".DS_Store",
        ".git",
        ".venv",
        "cdktf.out",
    ],
)
def test_what_tools_leave_is_no_source(name: str) -> None:
    assert is_junk(name)


@pytest.mark.parametrize("name", ["main.py", "cdktf.json", "role.json.tpl", "Makefile", ".env", "template"])
def test_what_somebody_wrote_is_source(name: str) -> None:
    assert not is_junk(name)


def test_folders_that_tools_made_are_not_watched(tmp_path: Path) -> None:
    for name in (".git/objects", "env/lib", "node_modules/a", "out/cdktf.out/stacks", "app/parts", "app/__pycache__"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "env/pyvenv.cfg").touch()
    (tmp_path / "out/verdict.json").touch()
    found = [os.path.relpath(folder, tmp_path) for folder in folders_below(tmp_path)]
    assert sorted(found) == [".", "app", "app/parts"]
