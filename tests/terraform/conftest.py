"""What the tests against Terraform share: Terraform itself, made ready once with the AWS provider of generation 5.

Where the provider cannot be had from the registry, name a mirror of it in the CLI configuration that the variable
TF_CLI_CONFIG_FILE points to.
"""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROVIDERS = {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.99"}}}
PATIENCE_S = 300


@dataclass(frozen=True)
class Terraform:
    """Terraform, and the folder in which it was initialised; every other folder borrows the providers from there."""

    home: Path

    def run(self, *arguments: str, folder: Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        """`terraform ARGUMENTS` in a folder, whatever its exit status. The folder needs no `init`, but no modules."""
        lock = self.home / ".terraform.lock.hcl"
        if lock.exists() and folder != self.home:
            shutil.copy(lock, folder)
        return subprocess.run(
            ["terraform", *arguments],
            cwd=folder,
            env=os.environ | {"TF_DATA_DIR": str(self.home / ".terraform"), "TF_IN_AUTOMATION": "1"},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    def validate(self, document: dict[str, Any]) -> list[dict[str, Any]]:
        """The errors that `terraform validate` finds in a document, as it prints them; none where it is valid."""
        with tempfile.TemporaryDirectory(dir=self.home) as folder:
            Path(folder, "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
            done = self.run("validate", "-json", folder=Path(folder))
        answer = json.loads(done.stdout)
        errors = [said for said in answer["diagnostics"] if said["severity"] == "error"]
        assert answer["valid"] == (not errors), done.stdout
        return errors


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs Terraform, so that it can be run once and not in every environment."""
    for item in items:
        if "terraform" in getattr(item, "fixturenames", ()):
            item.add_marker("terraform")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("terraform") and shutil.which("terraform") is None:
        pytest.skip("terraform is not on the PATH")


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """Terraform with the AWS provider 5. Skips the test where there is no Terraform, or no way to the provider."""
    ready = Terraform(tmp_path_factory.mktemp("terraform"))
    (ready.home / "main.tf.json").write_text(json.dumps({"terraform": PROVIDERS}), encoding="utf-8")
    done = ready.run("init", "-input=false", "-no-color", folder=ready.home)
    if done.returncode != 0:
        pytest.skip(f"terraform cannot install the AWS provider 5: {' '.join(done.stderr.split())[:200]}")
    return ready
