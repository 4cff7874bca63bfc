"""What the tests of faults share: a run of the command itself, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent.parent

Stackgate = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def stackgate() -> Stackgate:
    """A function `(*arguments, cwd)` that runs the command `stackgate` as a person would."""

    def run(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
        path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
        return subprocess.run(
            [sys.executable, "-m", "stackgate", *arguments],
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
