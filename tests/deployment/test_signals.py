"""SIGINT and SIGTERM at each step; SIGKILL, and what the next command tells of it. Each deploy is a process."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackgate.deployment import terraform
from stackgate.deployment.ending import CouldNotDeploy, Interrupted
from stackgate.deployment.journal import earlier_deploys
from stackgate.deployment.signals import Signals
from stackgate.deployment.terraform import Terraform
from tests.unit.test_app import is_alive

from .conftest import behave
from .project import Project

REPOSITORY = Path(__file__).parents[2]
PATIENCE_S = 60
OURS = ("verify", "judge", "approve", "compare")
TERRAFORMS = ("init", "plan", "show-json", "show", "apply")


def start(project: Project, place: str) -> subprocess.Popen[str]:
    """Start a deploy that hangs at a place, and wait until it does."""
    if place in TERRAFORMS:
        behave(project, **{place.replace("-", "_"): {"hang": True}})
    changed = json.dumps({"hangs": place})
    deploy = subprocess.Popen(
        [sys.executable, "-m", "tests.deployment.project", str(project.home), changed],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: bool(pids_file(project, place).exists() and (place in OURS or pids(project, place))), deploy)
    return deploy


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str] | None = None) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        assert process is None or process.poll() is None, process.communicate()
        time.sleep(0.01)


def pids_file(project: Project, place: str) -> Path:
    return project.home / f"pids-{place}"


def pids(project: Project, place: str) -> list[int]:
    return [int(pid) for pid in pids_file(project, place).read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("place", [*OURS, *TERRAFORMS])
def test_a_signal_ends_it_in_order(project: Project, place: str, number: signal.Signals) -> None:
    deploy = start(project, place)
    deploy.send_signal(number)
    _, stderr = deploy.communicate(timeout=PATIENCE_S)
    assert deploy.returncode == 2
    assert project.applied == ""
    assert not any(is_alive(pid) for pid in pids(project, place))
    assert list((project.home / "private").iterdir()) == []
    assert "Traceback" not in stderr
    (line,) = (line for line in stderr.splitlines() if line.startswith("Error: "))
    if place == "verify":
        assert line == f"Error: {number.name}"
        return
    step = place.removesuffix("-json")
    outcome = (
        "nothing was changed" if place != "apply" else "0 of 3 resources were done, the state has them; the log is"
    )
    assert line.startswith(f"Error: pipeline: interrupted by {number.name} during {step}: {outcome}")
    assert (project.journal["step"], project.journal["status"]) == (step, "interrupted")
    assert earlier_deploys(project.out) == []


def test_a_second_signal_does_not_cut_an_apply_off(project: Project) -> None:
    slow = "signal.signal(signal.SIGINT, lambda *_: None); open(HOME / 'slow', 'w'); time.sleep(2)"
    behave(project, apply={"before": slow})
    deploy = start_anyway(project)
    wait_for((project.home / "slow").exists)
    for _ in range(3):
        deploy.send_signal(signal.SIGINT)
        time.sleep(0.1)
    _, stderr = deploy.communicate(timeout=PATIENCE_S)
    assert deploy.returncode == 2
    assert len(project.applied.splitlines()) == 3
    assert "interrupted by SIGINT during apply: 3 of 3 resources were done" in stderr


def start_anyway(project: Project) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.deployment.project", str(project.home), "{}"],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_what_does_not_end_by_itself_is_ended(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terraform, "SECONDS_TO_END", 0.3)
    stubborn = tmp_path / "stubborn"
    stubborn.write_text("#!/bin/sh\ntrap '' INT\necho begun\nsleep 600\n")
    stubborn.chmod(0o755)
    lock = os.open(stubborn, os.O_RDONLY)
    with Signals() as signals:
        process = Terraform(str(stubborn), tmp_path, dict(os.environ), signals, lock)
        status = process.run(["plan"], tmp_path / "raw", lambda line: os.kill(os.getpid(), signal.SIGTERM))
        assert (status, signals.received) == (-signal.SIGKILL, "SIGTERM")
        with pytest.raises(Interrupted):
            process.run(["apply"], tmp_path / "raw", print)
    os.close(lock)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("init", "killed during init, begun .*: nothing was changed"),
        ("plan", "killed during plan, begun .*: nothing was changed.*terraform force-unlock"),
        ("judge", "killed during judge, begun .*: nothing was changed"),
        ("apply", "killed during apply, begun .*: some resources may be changed.*force-unlock.*plans anew"),
    ],
)
def test_the_next_command_tells_what_a_killed_one_left(project: Project, place: str, told: str) -> None:
    deploy = start(project, place)
    deploy.kill()
    deploy.communicate(timeout=PATIENCE_S)
    if place in TERRAFORMS:  # it goes on by itself, and keeps other deploys away
        assert all(is_alive(pid) for pid in pids(project, place))
        (line,) = earlier_deploys(project.out)
        assert f"a deploy of pipeline is running: {place} since" in line
        with pytest.raises(CouldNotDeploy, match="a deploy of pipeline is running"):
            project.deploy()
        for pid in pids(project, place):
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not any(is_alive(pid) for pid in pids(project, place)))
    (line,) = earlier_deploys(project.out)
    assert re.search(told, line), line
    assert "\n" not in line
    assert len(list((project.home / "private").iterdir())) == 1
    behave(project)
    project.told.clear()
    project.deploy()
    assert line in project.told
    assert list((project.home / "private").iterdir()) == []
    assert earlier_deploys(project.out) == []
    assert len(project.applied.splitlines()) == 3


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"schema": "other", "status": "running"}'])
def test_what_is_no_journal_says_nothing(project: Project, content: bytes) -> None:
    project.deploy()
    (project.record / "state.json").write_bytes(content)
    assert earlier_deploys(project.out) == []
    project.deploy()


def test_a_journal_cannot_have_other_folders_removed(project: Project) -> None:
    project.deploy()
    treasure = project.home / "stackgate-deploy-treasure"
    treasure.mkdir()
    content: Any = {**project.journal, "status": "running", "workspace": str(treasure), "stack": "a\x1b[31m b"}
    (project.record / "state.json").write_text(json.dumps(content))
    assert "a??31m?b" in earlier_deploys(project.out)[0]
    project.deploy()
    assert treasure.is_dir()


def test_a_folder_that_holds_a_state_nobody_saved_is_not_removed(project: Project) -> None:
    project.deploy()
    folder = project.home / "private" / "stackgate-deploy-x"
    folder.mkdir()
    (folder / "errored.tfstate").write_text("state")
    content = {**project.journal, "status": "running", "workspace": str(folder)}
    (project.record / "state.json").write_text(json.dumps(content))
    project.deploy()
    assert (folder / "errored.tfstate").exists()
