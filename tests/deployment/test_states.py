"""A state that is a file: no deploy loses one, forgets one, or takes one stack's for another's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stackgate.deployment.ending import CouldNotDeploy

from .conftest import behave, write, write_stacks
from .project import DOCUMENT, STACK, Project

FOLDER = DOCUMENT.removesuffix("/cdk.tf.json")


def keep_state_in(project: Project, local: Any) -> None:
    document = json.loads((project.out / DOCUMENT).read_text())
    write(project.out / DOCUMENT, {**document, "terraform": {"backend": {"local": local}}})


def in_workspace(project: Project, name: str = "blue") -> None:
    project.environment = {"TF_WORKSPACE": name}
    project.variables = ("TF_WORKSPACE",)


def test_a_document_without_a_backend_is_refused(project: Project) -> None:
    write(project.out / DOCUMENT, {"resource": {"terraform_data": {"a": {}}}})
    with pytest.raises(CouldNotDeploy, match="names no backend"):
        project.deploy()
    assert project.calls == []


def test_a_state_that_lies_in_the_synthesized_folder_is_not_forgotten(project: Project) -> None:
    terms = project.terms()
    write(project.out / DOCUMENT.replace("cdk.tf.json", "terraform.dev.tfstate"), "{}")
    project.terms = lambda: terms  # type: ignore[method-assign]
    with pytest.raises(CouldNotDeploy, match=r"move it to .*terraform\.dev\.tfstate first"):
        project.deploy()
    assert project.calls == []


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ({}, {"path": "terraform.tfstate", "workspace_dir": "terraform.tfstate.d"}),
        ([{"path": "a/x.tfstate"}], {"path": "a/x.tfstate", "workspace_dir": "terraform.tfstate.d"}),
        ({"path": "/srv/x", "workspace_dir": "all"}, {"path": "/srv/x", "workspace_dir": "all"}),
    ],
)
def test_both_places_of_a_local_backend_lie_beside_the_app(
    project: Project, local: Any, expected: dict[str, str]
) -> None:
    keep_state_in(project, local)
    project.deploy()
    given = [one for one in project.calls[0]["arguments"] if one.startswith("-backend-config=")]
    assert given == [f"-backend-config={name}={project.home / path}" for name, path in expected.items()]


@pytest.mark.parametrize(
    ("local", "workspace", "file"),
    [
        ({}, "", "terraform.tfstate"),
        ({"path": "x.tfstate"}, "", "x.tfstate"),
        ({"path": "x.tfstate"}, "default", "x.tfstate"),
        ({"path": "x.tfstate"}, "blue", "terraform.tfstate.d/blue/terraform.tfstate"),
        ({"workspace_dir": "all"}, "blue", "all/blue/terraform.tfstate"),
    ],
)
def test_a_state_that_cdktf_deploy_left_is_not_forgotten(
    project: Project, local: Any, workspace: str, file: str
) -> None:
    keep_state_in(project, local)
    in_workspace(project, workspace)
    write(project.home / FOLDER / file, "{}")
    with pytest.raises(CouldNotDeploy) as ended:
        project.deploy()
    told = f"the state of pipeline lies in {project.home / FOLDER / file}: move it to {project.home / file} first"
    assert told in str(ended.value)
    assert project.calls == []
    (project.home / file).parent.mkdir(parents=True, exist_ok=True)
    (project.home / FOLDER / file).rename(project.home / file)
    project.deploy()
    assert project.applied


@pytest.mark.parametrize("path", ["one.tfstate", "x/../one.tfstate", "ABSOLUTE"])
@pytest.mark.parametrize("names", [(), (STACK,)])
def test_two_stacks_with_one_state_are_refused_before_the_first(
    project: Project, path: str, names: tuple[str, ...]
) -> None:
    write_stacks(project, {"base": []}, path="one.tfstate")
    write_stacks(project, {STACK: []}, path=path.replace("ABSOLUTE", str(project.home / "one.tfstate")))
    stacks = {name: {"synthesizedStackPath": f"stacks/{name}/cdk.tf.json"} for name in ("base", STACK)}
    write(project.out / "cdktf.out/manifest.json", {"stacks": stacks})
    with pytest.raises(CouldNotDeploy, match=r"base and pipeline have the same state .*/one\.tfstate"):
        project.deploy(*names)
    assert project.calls == []


def test_two_stacks_in_one_workspace_need_folders_of_their_own(project: Project) -> None:
    write_stacks(project, {"base": [], STACK: []})
    in_workspace(project)
    with pytest.raises(CouldNotDeploy, match=r"base and pipeline have the same state .*/blue/terraform\.tfstate"):
        project.deploy()
    assert project.calls == []


@pytest.mark.parametrize("file", ["terraform.tfstate", "terraform.tfstate.d/blue/terraform.tfstate"])
@pytest.mark.parametrize("status", [0, 1])
def test_a_state_in_the_private_folder_is_kept(project: Project, file: str, status: int) -> None:
    code = f"file = Path({file!r}); file.parent.mkdir(parents=True, exist_ok=True); file.write_text('state')"
    behave(project, apply={"after": code, "exit": status})
    with pytest.raises(CouldNotDeploy, match=rf"the state lies in .*private.*/{file}, where the next deploy does not"):
        project.deploy()
    assert project.journal["status"] == "failed"
    (kept,) = (project.home / "private").glob(f"*/copy/{FOLDER}/{file}")
    assert kept.read_text() == "state"
    project.told.clear()
    behave(project)
    project.deploy()  # which removes what a killed one left, and not this
    assert kept.exists()


def test_what_is_sealed_under_the_name_of_a_state_is_none(project: Project) -> None:
    (project.out / FOLDER / "assets").mkdir(exist_ok=True)
    write(project.out / FOLDER / "assets/example.tfstate", "{}")
    project.deploy()
    assert list((project.home / "private").iterdir()) == []


def test_a_state_that_was_never_pushed_is_told_before_anything_is_done(project: Project) -> None:
    errored = project.home / "errored.pipeline.tfstate"
    errored.write_text("state")
    with pytest.raises(CouldNotDeploy, match=r"errored\.pipeline\.tfstate is the state .*`terraform state push`"):
        project.deploy()
    assert project.calls == []
    assert errored.read_text() == "state"
    errored.unlink()
    project.deploy()
