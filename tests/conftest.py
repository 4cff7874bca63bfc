"""What several tests share: the bundled stack, synthesized once for each environment."""

import gc
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from in_process import own_log

from stackgate.synthesis.app import bundled_node
from stackgate.synthesis.synth import synthesize

REPOSITORY = Path(__file__).parent.parent
APP = REPOSITORY / "cdktf.json"
DOCUMENT = Path("stacks", "streamflix", "cdk.tf.json")
PATIENCE_S = 300

if shutil.which("node") is None:
    # Apps that a test runs by itself, without the gate, find the Node from PyPI too.
    os.environ.setdefault("JSII_NODE", bundled_node())

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As in the background of a shell; then all that the tests start would ignore an interrupt, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Hundreds of processes are started: without bytecode each of them would compile all that it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each worker gets a stretch of the tests, so that what a module's tests share is made once, and takes of another's
    when it has done its own."""
    if config.getoption("dist") != "load":
        return None  # another way was asked for
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look for garbage in it again and again takes a tenth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # as the command does


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """A log that a test has opened is closed at its end, and not in the middle of another test."""
    with own_log():
        yield


@pytest.fixture(scope="session")
def cdktf() -> None:
    """Skips the test where the extra `stack` is not installed. It is not imported here: that starts a Node."""
    if find_spec("cdktf") is None:
        pytest.skip("the extra `stack` is not installed")


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory, cdktf: None) -> Callable[[str], Path]:
    """A function from an environment to its cdk.tf.json, synthesized as the gate does, at the first call in the whole
    test run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # the workers' common folder

    def synthesized_once(environment: str) -> Path:
        folder = shared / f"stack-{environment}"
        out, done = folder / "cdktf.out", folder / "done"
        try:
            folder.mkdir()
        except FileExistsError:
            _wait_for(done)
        else:
            try:
                synthesize(APP, out, environment=environment, log=folder / "log", progress=None)
            finally:
                done.touch()
        assert (out / DOCUMENT).is_file(), (folder / "log").read_text(encoding="utf-8")
        return out / DOCUMENT

    return synthesized_once


def _wait_for(file: Path) -> None:
    """Waits until another worker has written the file."""
    deadline = time.monotonic() + PATIENCE_S
    while not file.exists():
        assert time.monotonic() < deadline, f"{file.name} did not appear within {PATIENCE_S} s"
        time.sleep(0.05)
