"""`stackgate verify` and `stackgate deploy`: what they tell of an earlier deploy, and the exit statuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import in_process
import pytest

from .project import Project

REPOSITORY = Path(__file__).parents[2]


def stackgate(project: Project, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return in_process.stackgate(*arguments, "--environment", "dev", cwd=project.home, **variables)


@pytest.mark.parametrize("command", ["verify", "deploy"])
def test_what_a_killed_deploy_left_is_told_first(project: Project, command: str) -> None:
    project.deploy()
    killed = {**project.journal, "status": "running"}
    (project.record / "state.json").write_text(json.dumps(killed))
    done = stackgate(project, command, "gate")
    assert done.returncode == 2  # there is no seal
    assert "an earlier deploy of pipeline was killed during apply" in done.stderr.splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("deploy",), "seal.json"),
        (("deploy", "nothing"), "seal.json"),
        (("deploy", "--max-age", "soon"), "soon"),
        (("deploy", "--config", "nothing.toml"), "nothing.toml"),
    ],
)
def test_what_cannot_be_done_ends_with_status_2(project: Project, arguments: tuple[str, ...], line: str) -> None:
    done = stackgate(project, *arguments)
    assert done.returncode == 2
    assert line in done.stderr
    assert "Traceback" not in done.stderr
    assert project.calls == []


def test_a_journal_is_read_without_any_rule() -> None:
    code = (
        "import sys, stackgate.deployment.journal as _; print(*(name for name in sys.modules if 'stackgate' in name))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {
        "stackgate",
        "stackgate.deployment",
        "stackgate.deployment.ending",
        "stackgate.deployment.journal",
        "stackgate.deployment.left_over",
        "stackgate.out_folder",
    }
