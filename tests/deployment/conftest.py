"""A project whose Terraform is a fake."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .plans import change, plan
from .project import ASSET, DOCUMENT, STACK, Project

BACKEND = {"terraform": {"backend": {"local": {"path": "terraform.dev.tfstate"}}}}
RESOURCES = {name: {"input": f"{name}-1"} for name in ("a", "b", "c")}
STEPS = ("init", "plan", "show_json", "show", "apply")
CHANGES = [change(name, "create", after=values) for name, values in RESOURCES.items()]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project of one stack with three resources, sealed and allowed; its private folders lie in `private`."""
    (tmp_path / "private").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "private"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin")
    made = Project(tmp_path)
    write(made.out / DOCUMENT, {**BACKEND, "resource": {"terraform_data": RESOURCES}})
    write(made.out / ASSET, "code")
    stacks = {STACK: {"name": STACK, "synthesizedStackPath": f"stacks/{STACK}/cdk.tf.json", "dependencies": []}}
    write(made.out / "cdktf.out" / "manifest.json", {"stacks": stacks})
    write(made.out / "verdict.json", {"findings": []})
    write(tmp_path / "cdktf.json", {"app": "true"})
    write(tmp_path / ".terraform.lock.hcl", "# locked\n")
    write(tmp_path / "rules.py", "# what judges\n")
    command = tmp_path / "bin" / "terraform"
    command.parent.mkdir()
    source = Path(__file__).with_name("fake_terraform.py").read_text(encoding="utf-8")
    command.write_text(f"#!{sys.executable} -IS\n{source}", encoding="utf-8")
    command.chmod(0o755)
    behave(made)
    yield made
    shutil.rmtree(tmp_path / "private", ignore_errors=True)


def behave(project: Project, *changes: dict[str, Any], **behaviour: Any) -> None:
    """Tell the fake Terraform of a project what to do: a step's name leads to what is to be done there."""
    steps = {step: behaviour.pop(step) for step in STEPS if step in behaviour}
    steps = {step.replace("_", "-"): told for step, told in steps.items()}
    content = {"plan": plan(*(changes or CHANGES)), "text": "3 to add", "steps": steps, **behaviour}
    write(project.home / "terraform.json", content)


def write(path: Path, content: Any) -> None:
    """Write a file with its folders: text, or an object as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


def write_stacks(project: Project, needs: dict[str, list[str]], **local: str) -> None:
    """Write stacks with what each depends on. Each keeps its state in a file of its own, if `local` names no other."""
    stacks = {}
    for name, others in needs.items():
        backend = {"terraform": {"backend": {"local": {"path": f"terraform.{name}.tfstate", **local}}}}
        write(
            project.out / f"cdktf.out/stacks/{name}/cdk.tf.json",
            {**backend, "resource": {"terraform_data": RESOURCES}},
        )
        stacks[name] = {"synthesizedStackPath": f"stacks/{name}/cdk.tf.json", "dependencies": others}
    write(project.out / "cdktf.out/manifest.json", {"stacks": stacks})
