"""The folder `deploy` of an out folder: whose it is, and what is left where it cannot be written."""

from __future__ import annotations

import json
import shutil

import pytest

from stackgate.deployment.ending import CouldNotDeploy
from stackgate.deployment.journal import earlier_deploys

from .project import STACK, Project


@pytest.mark.parametrize("name", ["deploy", f"deploy/{STACK}"])
def test_a_link_in_its_place_is_refused(project: Project, name: str) -> None:
    elsewhere = project.home / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (elsewhere / "precious").write_text("mine")
    (project.out / name).parent.mkdir(exist_ok=True)
    (project.out / name).symlink_to(elsewhere)
    with pytest.raises(CouldNotDeploy, match=f"{name} is a link: remove it"):
        project.deploy()
    assert (elsewhere / "precious").read_text() == "mine"
    assert elsewhere.stat().st_mode & 0o777 == 0o755
    assert project.calls == []


def test_a_journal_that_was_copied_tells_of_another_folder(project: Project) -> None:
    project.deploy()
    folder = project.home / "private" / "stackgate-deploy-of-another"
    folder.mkdir()
    killed = {**project.journal, "status": "running", "workspace": str(folder)}
    (project.record / "state.json").write_text(json.dumps(killed))
    original = project.home / "original"
    project.out.rename(original)
    shutil.copytree(original, project.out)
    assert len(earlier_deploys(project.out)) == 1
    killed["out"] = str(original)
    (project.record / "state.json").write_text(json.dumps(killed))
    assert earlier_deploys(project.out) == []
    project.deploy()
    assert folder.is_dir()


def test_a_step_that_cannot_be_told_has_failed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    tell = project._progress

    def gone(line: str) -> None:
        if line == "pipeline: plan":
            raise BrokenPipeError(32, "Broken pipe")
        tell(line)

    monkeypatch.setattr(project, "_progress", gone)
    with pytest.raises(CouldNotDeploy):
        project.deploy()
    assert (project.journal["step"], project.journal["status"]) == ("plan", "failed")
