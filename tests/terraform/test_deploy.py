"""A deploy with Terraform itself, through the command line: resources of its own built-in provider, and no cloud."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.terraform

REPOSITORY = Path(__file__).parents[2]
PATIENCE_S = 120
APP = """
import json, os, pathlib, shutil
out = pathlib.Path(os.environ["CDKTF_OUTDIR"], "stacks", "demo")
out.mkdir(parents=True)
shutil.copy("document.json", out / "cdk.tf.json")
stack = {"name": "demo", "synthesizedStackPath": "stacks/demo/cdk.tf.json", "dependencies": []}
(out.parent.parent / "manifest.json").write_text(json.dumps({"version": "0", "stacks": {"demo": stack}}))
"""
WRAPPER = """#!/bin/sh
for last; do :; done
if [ "$1" = apply ]; then sha256sum "$last" | cut -c -64 > "{applied}"; fi
exec "{terraform}" "$@"
"""


@dataclass(frozen=True)
class Repository:
    """A repository with an app whose document is `document.json`."""

    folder: Path

    def start(self, *arguments: str, **added: str) -> subprocess.Popen[str]:
        path = os.pathsep.join((str(self.folder / "bin"), os.environ["PATH"]))
        variables = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
        return subprocess.Popen(
            [sys.executable, "-m", "stackgate", *arguments, "--environment", "dev"],
            cwd=self.folder,
            env={
                **variables,
                "PYTHONPATH": str(REPOSITORY),
                "PATH": path,
                "TMPDIR": str(self.folder / "private"),
                **added,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **added: str) -> tuple[int, str]:
        """The exit status of `stackgate ARGUMENTS`, and all that it printed."""
        process = self.start(*arguments, **added)
        out, err = process.communicate(timeout=PATIENCE_S)
        return process.returncode, out + err

    def gate(self, settings: dict[str, Any] | None = None, /, **resources: Any) -> None:
        """Make these the document's resources of the type terraform_data, and have them judged and sealed."""
        backend = {"local": {"path": "terraform.dev.tfstate"}}
        document = {
            "//": {"metadata": {"stackName": "demo"}},
            "terraform": {"backend": backend, **(settings or {})},
            "resource": {"terraform_data": resources},
        }
        (self.folder / "document.json").write_text(json.dumps(document), encoding="utf-8")
        status, printed = self.run("gate")
        assert status == 0, printed

    def deploy(self) -> tuple[int, str]:
        return self.run("deploy", "--approve")

    @property
    def state(self) -> dict[str, Any]:
        """The attributes of each resource in the state beside the app."""
        content = json.loads((self.folder / "terraform.dev.tfstate").read_text(encoding="utf-8"))
        return {one["name"]: one["instances"][0]["attributes"] for one in content["resources"]}

    @property
    def journal(self) -> Any:
        return json.loads((self.folder / "gate/deploy/demo/state.json").read_text(encoding="utf-8"))

    def raw(self, name: str) -> Any:
        return self.state[name]["input"]["value"]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository whose `terraform` notes the digest of the plan that it is given to apply."""
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    (tmp_path / "cdktf.json").write_text('{"app": "python app.py"}', encoding="utf-8")
    (tmp_path / "private").mkdir()
    command = tmp_path / "bin" / "terraform"
    command.parent.mkdir()
    command.write_text(WRAPPER.format(applied=tmp_path / "applied", terraform=shutil.which("terraform")))
    command.chmod(0o755)
    return Repository(tmp_path)


def test_deployed_changed_and_deployed_again(repository: Repository) -> None:
    chained = {"input": "${terraform_data.first.output}", "triggers_replace": "1"}
    repository.gate(first={"input": "one"}, second=chained)
    status, printed = repository.deploy()
    assert (status, "demo: deployed: 2 to create, 0 to change, 0 to replace, 0 to destroy" in printed) == (0, True)
    assert (repository.raw("first"), repository.raw("second")) == ("one", "one")
    assert (repository.folder / "applied").read_text().strip() == repository.journal["plan_sha256"]

    status, printed = repository.deploy()
    assert (status, "demo: nothing to apply" in printed) == (0, True)

    repository.gate(first={"input": "two"}, second={**chained, "triggers_replace": "2"}, third={"input": "three"})
    status, printed = repository.deploy()
    assert (status, "demo: deployed: 1 to create, 1 to change, 1 to replace, 0 to destroy" in printed) == (0, True)
    assert (repository.raw("first"), repository.raw("second"), repository.raw("third")) == ("two", "two", "three")
    assert list((repository.folder / "private").glob("stackgate-*")) == []
    assert (repository.folder / "terraform.dev.tfstate").stat().st_mode & 0o777 == 0o600

    repository.gate(first={"input": "two"})
    status, printed = repository.deploy()
    assert (status, "demo: deployed: 0 to create, 0 to change, 0 to replace, 2 to destroy" in printed) == (0, True)
    assert repository.state.keys() == {"first"}


def test_what_was_changed_after_the_gate_is_not_deployed(repository: Repository) -> None:
    repository.gate(first={"input": "one"})
    document = repository.folder / "gate/cdktf.out/stacks/demo/cdk.tf.json"
    document.write_text(document.read_text(encoding="utf-8").replace("one", "two"), encoding="utf-8")
    status, printed = repository.deploy()
    assert (status, "cdktf.out/stacks/demo/cdk.tf.json" in printed) == (1, True)
    assert not (repository.folder / "terraform.dev.tfstate").exists()


def test_without_a_terminal_nobody_can_be_asked(repository: Repository) -> None:
    repository.gate(first={"input": "one"})
    status, printed = repository.run("deploy")
    assert (status, "there is nobody to ask: use --approve; nothing was changed" in printed) == (2, True)
    assert "1 to create" in printed
    assert not (repository.folder / "applied").exists()


def test_without_a_seal_nothing_is_deployed(repository: Repository) -> None:
    repository.gate(first={"input": "one"})
    (repository.folder / "gate" / "seal.json").unlink()
    status, _ = repository.deploy()
    assert (status, (repository.folder / "gate" / "deploy").exists()) == (2, False)


def test_a_provider_that_cannot_be_installed_is_named(repository: Repository) -> None:
    aws = {"source": "hashicorp/aws", "version": "~> 5.99"}
    repository.gate({"required_providers": {"aws": aws}}, first={"input": "one"})
    configuration = repository.folder / "empty.tfrc"
    configuration.write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{repository.folder}"\n  }}\n}}'
    )
    status, printed = repository.run("deploy", "--approve", TF_CLI_CONFIG_FILE="empty.tfrc")
    assert status == 2
    (line,) = (line for line in printed.splitlines() if "init failed" in line)
    assert line.startswith("Error: demo: init failed: Failed to query available provider packages: ")
    assert "hashicorp/aws" in line


def test_a_plan_that_fails_says_why(repository: Repository) -> None:
    repository.gate(first={"input": '${file("nothing.txt")}'})
    status, printed = repository.deploy()
    assert status == 2
    (line,) = (line for line in printed.splitlines() if "plan failed" in line)
    assert line.startswith("Error: demo: plan failed: Invalid function argument: ")
    assert line.endswith("plan.log; nothing was changed")


def test_a_locked_state_is_named_with_its_lock(repository: Repository) -> None:
    repository.gate(first={"provisioner": {"local-exec": {"command": "sleep 20"}}})
    going_on = repository.start("deploy", "--approve")
    wait_for(lambda: (repository.folder / "applied").exists())
    shutil.copytree(repository.folder / "gate", repository.folder / "other", ignore=shutil.ignore_patterns("deploy"))
    wait_for(lambda: (repository.folder / ".terraform.dev.tfstate.lock.info").exists())
    status, printed = repository.run("deploy", "other", "--approve")
    assert status == 2
    assert "demo: plan failed: Error acquiring the state lock, held by " in printed
    again, same = repository.deploy()
    assert (again, "a deploy of demo is running: apply since" in same) == (2, True)
    going_on.send_signal(signal.SIGTERM)
    _, err = going_on.communicate(timeout=PATIENCE_S)
    assert going_on.returncode == 2
    assert "demo: interrupted by SIGTERM during apply: 0 of 1 resources were done, the state has them" in err


def test_an_apply_that_fails_half_way_goes_on_from_its_state(repository: Repository) -> None:
    failing = {"provisioner": {"local-exec": {"command": "exit 3"}}, "depends_on": ["terraform_data.first"]}
    repository.gate(first={"input": "one"}, second=failing)
    status, printed = repository.deploy()
    assert status == 2
    (line,) = (line for line in printed.splitlines() if "apply failed" in line)
    assert "terraform_data.second: local-exec provisioner error" in line
    assert "1 of 2 resources were done, the state has them; the log is gate/deploy/demo/apply.log" in line
    repository.gate(first={"input": "one"}, second={"input": "two"})
    status, printed = repository.deploy()
    assert (status, "0 to create, 0 to change, 1 to replace" in printed) == (0, True)


def wait_for(condition: Any) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
