"""What the steps of the end-to-end test share: a cloud, a team's repository, and what is printed at the end."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .cloud import Cloud, running_cloud
from .project import ENVIRONMENT, REPOSITORY, Project

HERE = Path(__file__).parent
PROVIDERS = {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.99"}}}
LINES = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs Terraform, so that the environments for everything else leave it out."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker("terraform")


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """moto's server, with nothing in it. Skips the test where there is no Terraform."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on the PATH")
    context = json.loads((REPOSITORY / "cdktf.json").read_text(encoding="utf-8"))["context"]
    settings = context["environments"][ENVIRONMENT]
    log = tmp_path_factory.mktemp("cloud") / "server.log"
    with running_cloud(settings["account"], settings["region"], log) as running:
        yield running


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory, cloud: Cloud) -> Project:
    """A team's repository whose commands use the cloud. Skips the test where there is no way to the provider."""
    started = Project.start(tmp_path_factory.mktemp("project"), cloud.variables)
    (started.folder / "provider").mkdir()
    (started.folder / "provider" / "main.tf.json").write_text(json.dumps({"terraform": PROVIDERS}), encoding="utf-8")
    done = started.terraform("init", "-input=false", "-no-color", at=Path("provider"))
    if done.returncode != 0:
        pytest.skip(f"terraform cannot install the AWS provider 5: {' '.join(done.stderr.split())[:200]}")
    return started


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """A function that adds a line to what is printed at the end."""
    return pytestconfig.stash.setdefault(LINES, []).append


@pytest.fixture(autouse=True)
def _timed(request: pytest.FixtureRequest, tell: Callable[[str], None]) -> Iterator[None]:
    started = time.monotonic()
    yield
    tell(f"{request.node.name:76}{time.monotonic() - started:6.1f} s")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print what the steps told."""
    lines = config.stash.get(LINES, [])
    if lines:
        terminalreporter.section("end to end")
        for line in lines:
            terminalreporter.write_line(line)
