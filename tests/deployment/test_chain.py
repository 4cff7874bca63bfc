"""The chain from end to end: what is called, what is left, and that exactly the judged plan is applied."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from stackgate.deployment.ending import CouldNotDeploy, Refused
from stackgate.deployment.journal import only_deploy

from .conftest import behave, write, write_stacks
from .plans import change
from .project import DOCUMENT, STACK, Project


def private_folders(project: Project) -> list[Path]:
    return list((project.home / "private").iterdir())


def test_it_applies_the_plan_that_was_judged(project: Project) -> None:
    project.deploy()
    assert project.steps == ["init", "plan", "show-json", "show", "apply"]
    assert [json.loads(line)["input"] for line in project.applied.splitlines()] == ["a-1", "b-1", "c-1"]
    assert project.journal["step"] == "apply"
    assert project.journal["status"] == "done"
    assert project.told[-1] == f"{STACK}: deployed: 3 to create, 0 to change, 0 to replace, 0 to destroy"
    assert "3 to add" in "".join(project.shown)


def test_what_it_leaves_is_for_its_user_alone(project: Project) -> None:
    project.deploy()
    assert private_folders(project) == []
    left = {path.name for path in project.record.iterdir()}
    assert left == {"init.log", "plan.log", "show.log", "apply.log", "plan.txt", "plan-verdict.json", "state.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in project.record.iterdir()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (project.record, project.record.parent)} == {0o700}


def test_the_state_lies_beside_the_app_and_the_lock_file_is_read_only(project: Project) -> None:
    project.deploy()
    arguments = project.calls[0]["arguments"]
    assert f"-backend-config=path={project.home / 'terraform.dev.tfstate'}" in arguments
    assert "-lockfile=readonly" in arguments


def test_without_a_lock_file_init_may_make_one(project: Project) -> None:
    project.lock_file = False
    project.deploy()
    assert "-lockfile=readonly" not in project.calls[0]["arguments"]
    assert project.applied


def test_a_blocked_plan_is_not_applied(project: Project) -> None:
    project.verdict = "blocked"
    with pytest.raises(Refused, match="the plan is blocked"):
        project.deploy()
    assert "would be destroyed" in "".join(project.shown)
    assert project.steps[-1] == "show"


def test_a_plan_that_could_not_be_judged_is_not_applied(project: Project) -> None:
    project.verdict = "error"
    with pytest.raises(CouldNotDeploy, match="a rule: crashed; nothing was changed"):
        project.deploy()
    assert project.applied == ""


def test_one_who_says_no_is_heard(project: Project) -> None:
    project.approves = False
    with pytest.raises(Refused, match="not approved"):
        project.deploy()
    assert any("3 to create" in line for line in project.told)
    assert project.applied == ""


def test_without_changes_nobody_is_asked_and_nothing_applied(project: Project) -> None:
    same = change("a", "no-op", before={"input": "a-1"}, after={"input": "a-1"})
    behave(project, same)
    content = json.loads((project.home / "terraform.json").read_text())
    write(project.home / "terraform.json", {**content, "plan": {**content["plan"], "applyable": False}})
    project.approves = False
    project.deploy()
    assert project.told[-1] == f"{STACK}: nothing to apply"
    assert project.steps[-1] == "show"


def test_a_blocked_plan_without_changes_is_blocked(project: Project) -> None:
    behave(project, change("a", "no-op", before={"input": "a-1"}, after={"input": "a-1"}))
    project.verdict = "blocked"
    with pytest.raises(Refused):
        project.deploy()


def test_each_kind_of_change_is_counted(project: Project) -> None:
    one, two = {"input": "1"}, {"input": "2"}
    behave(
        project,
        change("a", "update", before=one, after=two),
        change("b", "delete", "create", before=one, after=two),
        change("c", "create", "delete", before=one, after=two),
        change("d", "delete", before=one),
        change("e", "no-op", before=one, after=one),
    )
    project.deploy()
    assert project.told[-1].endswith("0 to create, 1 to change, 2 to replace, 1 to destroy")


def test_stacks_are_deployed_behind_those_that_they_depend_on(project: Project) -> None:
    write_stacks(project, {STACK: ["base"], "base": []})
    project.deploy()
    assert [line.split(":")[0] for line in project.told if "deployed" in line] == ["base", STACK]
    project.told.clear()
    project.deploy("base")
    assert [line.split(":")[0] for line in project.told if "deployed" in line] == ["base"]
    with pytest.raises(CouldNotDeploy, match="no stack 'other': choose from pipeline, base"):
        project.deploy("other")


def test_what_is_left_is_told_where_a_stack_in_between_fails(project: Project) -> None:
    write_stacks(project, {"after": [STACK], STACK: ["base"], "base": []})
    behave(project, apply={"before": f"if 'stacks/{STACK}' in os.getcwd(): sys.exit(1)"})
    with pytest.raises(CouldNotDeploy, match="pipeline: apply failed"):
        project.deploy()
    assert project.told[-1] == "deployed: base; not: pipeline, after"


def test_opentofu_is_called_the_same_way(project: Project) -> None:
    (project.home / "bin" / "terraform").rename(project.home / "bin" / "tofu")
    project.command = "tofu"
    project.deploy()
    assert project.steps == ["init", "plan", "show-json", "show", "apply"]


def test_without_terraforms_word_for_it_the_changes_tell_what_is_applyable(project: Project) -> None:
    same = change("a", "no-op", before={"input": "a-1"}, after={"input": "a-1"})
    for entry, steps in ((same, 4), ({**same, "previous_address": "terraform_data.z"}, 5)):
        behave(project, entry)
        content = json.loads((project.home / "terraform.json").read_text())
        del content["plan"]["applyable"]
        write(project.home / "terraform.json", content)
        (project.home / "calls").unlink(missing_ok=True)
        project.deploy()
        assert len(project.steps) == steps


def test_a_long_step_tells_how_far_it_is(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stackgate.deployment.record._SECONDS_BETWEEN_LINES", 0.1)
    behave(project, plan={"before": "time.sleep(0.5)"}, apply={"after": "time.sleep(0.5)"})
    project.deploy()
    assert "pipeline: plan: 0 s" in project.told
    assert "pipeline: apply: 3 of 3 resources, 0 s" in project.told


QUESTION = {
    "rule": "database_engine_version",
    "engine": "validators",
    "level": "error",
    "status": "unknown",
    "address": "terraform_data.a",
    "location": {"path": f"gate/{DOCUMENT}", "line": 1},
}


def test_open_questions_of_the_stack_are_asked_again(project: Project) -> None:
    elsewhere = {**QUESTION, "address": "terraform_data.b", "location": {"path": "gate/x/cdk.tf.json", "line": 1}}
    findings = [QUESTION, elsewhere, {**QUESTION, "status": "fail", "address": "terraform_data.c"}]
    write(project.out / "verdict.json", {"findings": findings})
    project.deploy()
    assert project.asked == [("database_engine_version", "terraform_data.a")]


def test_an_open_question_of_the_synthesis_is_not_for_a_plan_to_decide(project: Project) -> None:
    question = {**QUESTION, "rule": "synth_dropped_keys", "engine": "synth", "address": "*", "location": None}
    write(project.out / "verdict.json", {"findings": [question]})
    with pytest.raises(Refused, match="synth_dropped_keys is an open question of the synthesis"):
        project.deploy()
    assert project.calls == []
    write(project.out / "verdict.json", {"findings": [{**question, "level": "warning"}]})
    project.deploy()


@pytest.mark.parametrize("content", [None, "{", "[]", '{"findings": [1]}', '{"findings": [{"status": "unknown"}]}'])
def test_a_verdict_that_cannot_be_read_asks_nothing_again(project: Project, content: str | None) -> None:
    (project.out / "verdict.json").unlink()
    if content is not None:
        write(project.out / "verdict.json", content)
    with pytest.raises(CouldNotDeploy, match=r"verdict\.json cannot be read"):
        project.deploy()


def test_a_second_deploy_of_the_folder_is_kept_away(project: Project) -> None:
    with only_deploy(project.out), pytest.raises(CouldNotDeploy, match=r"another deploy of .* is running"):
        project.deploy()
    assert project.calls == []
