"""What the tests of synthesis share: a folder with an app in it."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from stackgate.synthesis.synth import Synthesis, SynthesisError, synthesize

WRITER = """\
import json, os, pathlib
out = pathlib.Path(os.environ["CDKTF_OUTDIR"])
(out / "stacks/one").mkdir(parents=True)
(out / "stacks/one/cdk.tf.json").write_text("{}")
(out / "context.json").write_text(os.environ["CDKTF_CONTEXT_JSON"])
stacks = {"one": {"synthesizedStackPath": "stacks/one/cdk.tf.json"}}
(out / "manifest.json").write_text(os.environ.get("MANIFEST", json.dumps({"stacks": stacks})))
"""


class Project:
    """An app's folder, and where its synthesis goes."""

    PYTHON = shlex.quote(sys.executable)
    # An app without cdktf, in the interpreter of the tests, so that the hook runs: it writes what it is told to.
    WRITER = WRITER

    def __init__(self, folder: Path) -> None:
        self.folder, self.out, self.log = folder / "app", folder / "gate" / "cdktf.out", folder / "synth.log"
        self.folder.mkdir()

    def write(self, command: str = f"{PYTHON} main.py", files: dict[str, str] | None = None, **keys: Any) -> Project:
        for name, text in (files or {}).items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (self.folder / "cdktf.json").write_text(json.dumps({"app": command, **keys}))
        return self

    def synthesize(self, environment: str | None = None) -> Synthesis:
        return synthesize(self.folder / "cdktf.json", self.out, environment=environment, log=self.log, progress=None)

    def error(self) -> SynthesisError:
        """The error of a synthesis that fails; nothing is left at or beside `out`."""
        with pytest.raises(SynthesisError) as caught:
            self.synthesize()
        assert not self.out.exists()
        assert not self.out.parent.exists() or not list(self.out.parent.iterdir())
        return caught.value


@pytest.fixture(scope="session")
def new_project() -> type[Project]:
    """`new_project(folder)` makes a project below an empty folder."""
    return Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)
