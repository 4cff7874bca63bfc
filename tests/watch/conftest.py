"""A repository with rules and settings of its own, an app of a few lines of shell, and a watch driven by hand."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from stackgate.run import Run
from stackgate.settings import load_settings
from stackgate.watching.warm import Warm
from stackgate.watching.watch import Judgement, Watch

RULE = '''
import os
from stackgate.validator import validator

@validator(on="null_resource")
def check(resource, graph):
    """{summary}

    Why: Because.
    Fix: Mend it.
    """
    with open({log!r}, "a") as log:
        log.write(f"{{resource.address}}\\n")
    if resource["triggers"]["good"] != "yes":
        yield "it is {word}", "triggers"
'''
APP = """\
set -e
mkdir -p "$CDKTF_OUTDIR/stacks/one"
cp parts/one.json "$CDKTF_OUTDIR/stacks/one/cdk.tf.json"
echo '{{"stacks": {{"one": {{"synthesizedStackPath": "stacks/one/cdk.tf.json"}}}}}}' > "$CDKTF_OUTDIR/manifest.json"
echo run >> {runs}
{more}
"""
SETTINGS = 'validators = ["rules"]\nwaivers = "waivers.toml"\n'
WAIVER = """
[[waiver]]
rule = "own_rule"
address = "null_resource.a"
reason = "It is known."
owner = "somebody"
expires = {expires}
"""


def document(**good: str) -> str:
    """A document of null resources, of which each is good or not."""
    resources = {name: {"triggers": {"good": value}} for name, value in good.items()}
    return json.dumps({"resource": {"null_resource": resources}}, indent=2)


class World:
    """The folder of a repository, in which the process is, and all that a watch in it has told."""

    def __init__(self, folder: Path, private: Path) -> None:
        self.folder, self.private = folder, private
        self.judged, self.runs = private / "judged", private / "runs"
        self.told: list[Judgement] = []
        self.said: list[str] = []
        self.rule()
        self.write("stackgate.toml", SETTINGS)
        self.write("waivers.toml", "")

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def rule(self, word: str = "bad", name: str = "own_rule") -> None:
        text = RULE.format(log=str(self.judged), word=word, summary=f"It is good, says {name}.")
        self.write(f"rules/{name}.py", text)

    def app(self, more: str = "") -> None:
        self.write("cdktf.json", json.dumps({"language": "go", "app": "sh make.sh"}))
        self.write("make.sh", APP.format(runs=self.runs, more=more))

    def count(self, file: Path) -> int:
        """How often a rule was asked, or an app run."""
        return len(file.read_text().splitlines()) if file.exists() else 0

    def watch(self, *paths: str) -> Watch:
        def read_run() -> Run:
            return Run(load_settings(), "prod", only_validators=True)

        warm = Warm(read_run, tuple(map(Path, paths)), self.private / "out")
        warm.folder.mkdir()
        return Watch(warm, self.told.append, lambda: nullcontext(self.said.append))

    def follow(self, *saves: Callable[[], Any], paths: tuple[str, ...] = ()) -> list[Judgement]:
        """What a watch tells of what is there, and of each of these saves."""

        def wakes() -> Iterator[None]:
            yield
            for save in saves:
                save()
                yield

        self.watch(*paths).follow(wakes())
        return self.told


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    folder, private = tmp_path / "repository", tmp_path / "private"
    folder.mkdir()
    private.mkdir()
    monkeypatch.chdir(folder)
    os.environ.pop("STACKGATE_KEY", None)
    return World(folder, private)
