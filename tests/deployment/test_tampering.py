"""What a seal rests on is changed after the gate: `stackgate deploy` names it, with status 1.

It does so before Terraform is looked for. That nothing which a seal rests on is overlooked is tested with the seal.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import in_process
import pytest

from .conftest import BACKEND, write

STACK = "cdktf.out/stacks/demo"
APP = """
import json, os, pathlib, shutil
out = pathlib.Path(os.environ["CDKTF_OUTDIR"], "stacks", "demo")
out.mkdir(parents=True)
shutil.copy("document.json", out / "cdk.tf.json")
stack = {"name": "demo", "synthesizedStackPath": "stacks/demo/cdk.tf.json", "dependencies": []}
(out.parent.parent / "manifest.json").write_text(json.dumps({"version": "0", "stacks": {"demo": stack}}))
"""
SETTINGS = """
validators = ["rules"]
waivers = "waivers.toml"
[environments]
dev = { strict = false }
prod = { strict = true }
"""
RULE = '''"""A rule of the repository's own."""
from stackgate.validator import validator

@validator(on="terraform_data")
def check(resource, graph):
    """A resource has an input.

    Why: It is what the test looks at.
    Fix: Give it one.
    """
    if resource["input"] is None:
        yield "no input", "input"
'''

Tamper = Callable[[Path], object]


def append(name: str) -> Tamper:
    return lambda root: (root / name).write_bytes((root / name).read_bytes() + b" ")


def remove(name: str) -> Tamper:
    return lambda root: (root / name).unlink()


def add(name: str) -> Tamper:
    return lambda root: write(root / name, "# nothing\n")


CHANGED = (
    f"gate/{STACK}/cdk.tf.json",
    "gate/cdktf.out/manifest.json",
    "gate/verdict.json",
    "rules/data_has_input.py",
    "waivers.toml",
    "stackgate.toml",
    ".terraform.lock.hcl",
)
REMOVED = (f"gate/{STACK}/cdk.tf.json", "gate/verdict.json", "rules/data_has_input.py", ".terraform.lock.hcl")
ADDED = (
    "rules/data_another.py",
    *(
        f"gate/{STACK}/{name}"
        for name in ("more.tf", "a_override.tf.json", "x.auto.tfvars", "terraform.tfvars.json", "more.tofu", "code.zip")
    ),
)
CASES = [
    *(pytest.param(append(name), name, id=f"changed {name}") for name in CHANGED),
    *(pytest.param(remove(name), name, id=f"removed {name}") for name in REMOVED),
    *(pytest.param(add(name), name, id=f"added {name}") for name in ADDED),
]


def stackgate(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return in_process.stackgate(*arguments, cwd=root, PATH=f"{Path(sys.executable).parent}:/usr/bin:/bin")


@pytest.fixture(autouse=True)
def _no_settings_of_terraform(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("TF_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a rule of its own, after its gate."""
    root = tmp_path_factory.mktemp("sealed")
    resources = {"terraform_data": {"a": {"input": "one"}}}
    metadata = {"//": {"metadata": {"stackName": "demo"}}}
    write(root / "document.json", {**metadata, **BACKEND, "resource": resources})
    write(root / "app.py", APP)
    write(root / "cdktf.json", {"app": "python app.py"})
    write(root / "stackgate.toml", SETTINGS)
    write(root / "waivers.toml", "# none\n")
    write(root / ".terraform.lock.hcl", "# none\n")
    write(root / "rules/data_has_input.py", RULE)
    done = stackgate(root, "gate", "--environment", "dev")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture
def copied(sealed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sealed, tmp_path / "repository"))


@pytest.mark.skipif(any(Path(folder, "terraform").exists() for folder in ("/usr/bin", "/bin")), reason="Terraform")
def test_what_nobody_changed_gets_as_far_as_terraform(copied: Path) -> None:
    done = stackgate(copied, "deploy", "--environment", "dev", "--approve")
    assert (done.returncode, "terraform is not on the PATH" in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize(("tamper", "name"), CASES)
def test_what_was_changed_is_named(copied: Path, tamper: Tamper, name: str) -> None:
    tamper(copied)
    done = stackgate(copied, "deploy", "--environment", "dev", "--approve")
    assert done.returncode == 1, done.stdout + done.stderr
    assert Path(name).name in done.stderr
    assert not (copied / "gate" / "deploy").exists()


def test_every_difference_is_named_not_the_first_one_alone(copied: Path) -> None:
    for name in CHANGED:
        append(name)(copied)
    done = stackgate(copied, "deploy", "--environment", "dev", "--approve")
    assert done.returncode == 1
    assert [name for name in CHANGED if Path(name).name not in done.stderr] == []


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_without_a_seal_the_status_is_2(copied: Path, environment: str) -> None:
    (copied / "gate" / "seal.json").unlink()
    assert stackgate(copied, "deploy", "--environment", environment, "--approve").returncode == 2


def test_what_is_sealed_for_one_environment_is_not_deployed_to_another(copied: Path) -> None:
    assert stackgate(copied, "deploy", "--environment", "prod", "--approve").returncode in (1, 2)
