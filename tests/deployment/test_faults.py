"""What goes wrong with Terraform: exit status 2, one clear line, and nothing applied that was not judged."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from stackgate.deployment import record
from stackgate.deployment.ending import CouldNotDeploy
from stackgate.deployment.record import GrowingLog

from .conftest import CHANGES, behave
from .project import Project

LOCKED = {
    "@message": "Error: Error acquiring the state lock",
    "type": "diagnostic",
    "diagnostic": {
        "severity": "error",
        "summary": "Error acquiring the state lock",
        "detail": "Error message: resource temporarily unavailable\nLock Info:\n  ID:        65e7-8375\n"
        "  Operation: OperationTypeApply\n  Who:       ann@host\n\n\nTerraform acquires a state lock",
    },
}
CREDENTIALS = {
    "@message": "Error: Retrieving AWS account details",
    "type": "diagnostic",
    "diagnostic": {
        "severity": "error",
        "summary": "Retrieving AWS account details: validating provider credentials: StatusCode: 403",
        "detail": "",
    },
}
NOT_INSTALLABLE = """Initializing provider plugins...
╷
│ Error: Failed to query available provider packages
│
│ Could not retrieve the list of available versions for provider
│ hashicorp/aws: could not connect
╵
"""
PLAIN = """
Error: Invalid reference

  on cdk.tf.json line 7, in resource:

A managed resource has not
been declared.

Run init again.
"""
FAILING = [
    (
        "init",
        {"output": PLAIN, "exit": 1},
        "init failed: Invalid reference: A managed resource has not been declared.;",
    ),
    ("init", {"output": NOT_INSTALLABLE, "exit": 1}, "init failed: Failed to query .*: Could not retrieve .*connect;"),
    ("init", {"output": "", "exit": 1}, "init failed: it gave no reason;"),
    ("plan", {"output": json.dumps(CREDENTIALS), "exit": 1}, "plan failed: .*credentials: StatusCode: 403;"),
    ("plan", {"output": json.dumps(LOCKED), "exit": 1}, "state lock, held by ann@host, lock 65e7-8375;"),
    ("plan", {"after": "print('panic: oh')", "exit": 2}, "plan failed: it gave no reason;"),
    ("plan", {"output": "", "exit": 0}, "terraform left no plan"),
    ("show_json", {"output": "", "exit": 1}, "show failed"),
    ("show_json", {"output": '{"format_version": "1.2", "planned', "exit": 0}, "the JSON of the plan is not JSON"),
    ("show_json", {"output": "", "exit": 0}, "the JSON of the plan is empty"),
    ("show_json", {"output": '{"format_version": "1.2"}', "exit": 0}, "the JSON of the plan is a plan whose"),
    ("show", {"after": "print('Error: oh', file=sys.stderr)", "exit": 1}, "show failed: oh"),
]


def left(project: Project) -> list[Path]:
    return list((project.home / "private").iterdir())


@pytest.mark.parametrize(("step", "told", "line"), FAILING)
def test_a_step_that_fails_ends_it(project: Project, step: str, told: dict[str, Any], line: str) -> None:
    behave(project, **{step: told})
    with pytest.raises(CouldNotDeploy, match=f"pipeline: .*{line}.*nothing was changed$"):
        project.deploy()
    assert project.applied == ""
    assert project.journal["status"] == "failed"
    assert left(project) == []


def test_terraform_is_missing(project: Project) -> None:
    (project.home / "bin" / "terraform").unlink()
    if shutil.which("terraform", path="/usr/bin:/bin"):
        project.environment = {"PATH": str(project.home / "bin")}
    with pytest.raises(CouldNotDeploy, match="terraform is not on the PATH: install it"):
        project.deploy()


def test_terraform_cannot_be_executed(project: Project) -> None:
    project.environment = {"PATH": str(project.home / "bin")}
    (project.home / "bin" / "terraform").chmod(0o644)
    with pytest.raises(CouldNotDeploy, match="terraform cannot be started: Permission denied"):
        project.deploy()


def test_an_apply_that_fails_half_way_says_how_far_it_came(project: Project) -> None:
    behave(project, fails_at="terraform_data.c")
    with pytest.raises(CouldNotDeploy) as ended:
        project.deploy()
    told = "apply failed: terraform_data.c: creating it: AccessDenied; 2 of 3 resources were done, the state has them"
    assert str(ended.value) == f"pipeline: {told}; the log is {project.record / 'apply.log'}"
    assert "with terraform_data.c" in (project.record / "apply.log").read_text()
    assert (project.journal["step"], project.journal["status"]) == ("apply", "failed")
    assert project.journal["outcome"].startswith("2 of 3 resources were done")


def test_text_that_is_no_unicode_breaks_nothing_off(project: Project) -> None:
    odd = r"""print('{"@message": "half \\ud83d", "type": "log"}'); os.write(1, b"\xff\xfe\n")"""
    behave(project, **{step: {"before": odd} for step in ("init", "plan", "apply")})
    project.deploy()
    assert len(project.applied.splitlines()) == len(CHANGES)
    for log in ("init.log", "plan.log", "apply.log"):
        assert "half \\ud83d" in (project.record / log).read_text()


def test_a_state_that_could_not_be_written_is_kept(project: Project) -> None:
    behave(project, apply={"after": "open('errored.tfstate', 'w').write('state')", "exit": 1})
    with pytest.raises(CouldNotDeploy, match=r"3 of 3 resources were done, the state could not be written and lies in"):
        project.deploy()
    kept = project.home / "errored.pipeline.tfstate"
    assert kept.read_text() == "state"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert left(project) == []


def test_a_state_that_can_be_kept_nowhere_stays_where_it_is(project: Project) -> None:
    (project.home / "errored.pipeline.tfstate").mkdir()
    (project.home / "errored.pipeline.tfstate" / "errored.tfstate").mkdir()
    behave(project, apply={"after": "open('errored.tfstate', 'w').write('state')", "exit": 1})
    with pytest.raises(CouldNotDeploy, match=r"lies in .*private.*errored\.tfstate"):
        project.deploy()
    assert list((project.home / "private").rglob("errored.tfstate"))


@pytest.mark.parametrize("full_at", ["init.log", "plan.log", "plan.txt", "plan-verdict.json", "state.json"])
def test_a_full_disk_ends_it(project: Project, monkeypatch: pytest.MonkeyPatch, full_at: str) -> None:
    write = record.write_report

    def fail(path: Path, text: str) -> None:
        if path.name == full_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write(path, text)

    monkeypatch.setattr("stackgate.deployment.record.write_report", fail)
    monkeypatch.setattr("stackgate.deployment.journal.write_report", fail)
    with pytest.raises(CouldNotDeploy, match=f"{full_at} cannot be written: No space left on device; nothing was"):
        project.deploy()
    assert project.applied == ""


def test_a_disk_that_is_full_during_apply_does_not_break_it_off(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = GrowingLog.__init__

    def begin_on_a_full_disk(log: GrowingLog, *given: Any) -> None:
        begin(log, *given)
        log.close()
        log._handle = os.fdopen(os.open("/dev/full", os.O_WRONLY), "w", encoding="utf-8")

    monkeypatch.setattr(GrowingLog, "__init__", begin_on_a_full_disk)
    with pytest.raises(
        CouldNotDeploy, match=r"apply\.log cannot be written: No space left on device; 3 of 3 resources"
    ):
        project.deploy()
    assert len(project.applied.splitlines()) == len(CHANGES)


@pytest.mark.parametrize("content", [None, "{", "[]", '{"stacks": {"x": {}}}', '{"stacks": {}, "a": 1'])
def test_a_manifest_that_cannot_be_read(project: Project, content: str | None) -> None:
    manifest = project.out / "cdktf.out" / "manifest.json"
    manifest.unlink() if content is None else manifest.write_text(content)
    with pytest.raises(CouldNotDeploy, match=r"manifest\.json cannot be read"):
        project.deploy()


@pytest.mark.parametrize("name", ["../other", "a/b", ".hidden"])
def test_a_stack_whose_name_is_a_path(project: Project, name: str) -> None:
    stacks = {name: {"synthesizedStackPath": "stacks/pipeline/cdk.tf.json"}}
    (project.out / "cdktf.out" / "manifest.json").write_text(json.dumps({"stacks": stacks}))
    with pytest.raises(CouldNotDeploy, match="a stack cannot be called"):
        project.deploy()


def test_stacks_in_a_circle(project: Project) -> None:
    stack = {"synthesizedStackPath": "stacks/pipeline/cdk.tf.json"}
    stacks = {"a": {**stack, "dependencies": ["b"]}, "b": {**stack, "dependencies": ["a"]}}
    (project.out / "cdktf.out" / "manifest.json").write_text(json.dumps({"stacks": stacks}))
    with pytest.raises(CouldNotDeploy, match="in a circle"):
        project.deploy()
