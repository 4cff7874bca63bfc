"""What several tests share: the bundled stack, synthesized once for each environment."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stackgate.synthesis.app import bundled_node

REPOSITORY = Path(__file__).parent.parent
DOCUMENT = Path("stacks", "streamflix", "cdk.tf.json")
PATIENCE_S = 300

if shutil.which("node") is None:
    # Apps that a test runs by itself, without the gate, find the Node from PyPI too.
    os.environ.setdefault("JSII_NODE", bundled_node())

RunStack = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run_stack() -> RunStack:
    """A function `(*arguments, out, **variables)` that runs `python -m stack` as a person would.

    The documents go to the folder `out`; `variables` are added to the process's environment.
    """

    def run(*arguments: str, out: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        environment = os.environ | {"CDKTF_OUTDIR": str(out), "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20"}
        return subprocess.run(
            [sys.executable, "-m", "stack", *arguments],
            cwd=REPOSITORY,
            env=environment | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory, run_stack: RunStack) -> Callable[[str], Path]:
    """A function from an environment to its cdk.tf.json, synthesized at the first call in the whole test run.

    Skips the test where the extra `stack` is not installed.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # the workers' common folder

    def synthesize(environment: str) -> Path:
        pytest.importorskip("cdktf")
        out, log = shared / f"stack-{environment}", shared / f"stack-{environment}.log"
        try:
            out.mkdir()
        except FileExistsError:
            _wait_for(log)
        else:
            done = run_stack(environment, out=out)
            unfinished = log.with_suffix(".unfinished")
            unfinished.write_text(done.stdout + done.stderr, encoding="utf-8")
            unfinished.rename(log)
        assert (out / DOCUMENT).is_file(), log.read_text(encoding="utf-8")
        return out / DOCUMENT

    return synthesize


def _wait_for(file: Path) -> None:
    """Waits until another worker has written the file."""
    deadline = time.monotonic() + PATIENCE_S
    while not file.exists():
        assert time.monotonic() < deadline, f"{file.name} did not appear within {PATIENCE_S} s"
        time.sleep(0.2)
