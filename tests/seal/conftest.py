"""What the tests of the seal share: a sealed repository, and the Stackgate that sealed it, as copies to tamper with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from compileall import compile_dir
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stackgate import bundle
from stackgate.cli import cli
from stackgate.finding import Verdict
from stackgate.out_folder import CDKTF_OUT, VERDICT, write_report
from stackgate.reports import render
from stackgate.run import Run
from stackgate.seal import materials
from stackgate.seal.keys import make_pair, signer_from_file
from stackgate.seal.sealing import Sealing
from stackgate.settings import load_settings

REPOSITORY = Path(__file__).resolve().parents[2]
DOCUMENT = {"resource": {"aws_sns_topic": {"alarms": {"name": "alarms", "kms_master_key_id": "alias/own"}}}}
MANIFEST = {"stacks": {"one": {"synthesizedStackPath": "stacks/one/cdk.tf.json"}}}
VALIDATOR = '''"""Own."""
from stackgate.validator import validator

@validator(on="aws_sqs_queue")
def check(queue, graph):
    """A queue has a name.

    Why: people look for it.
    Fix: name it.
    """
    if queue["name"] is None:
        yield "no name", "name"
'''
POLICY = """metadata:
  id: own_topic
  name: A topic has a name.
  category: GENERAL_SECURITY
  why: people look for it.
  fix: name it.
definition:
  cond_type: attribute
  resource_types: [aws_sns_topic]
  attribute: name
  operator: exists
"""
FILES = {
    "stackgate.toml": 'public_key = "stackgate.pub"\nwaivers = "waivers.toml"\nvalidators = ["own/validators"]\n'
    'policies = ["own/policies"]\n[environments]\ndev = { strict = false }\nprod = { strict = true }\n# the end\n',
    "cdktf.json": '{"app": "python main.py"}\n',
    "waivers.toml": "# none\n",
    ".terraform.lock.hcl": "# providers\n",
    "own/validators/own_queue.py": VALIDATOR,
    "own/policies/own_topic.yaml": POLICY,
    "own/policies/adopted.toml": "# none\n",
    "gate/cdktf.out/manifest.json": json.dumps(MANIFEST),
    "gate/cdktf.out/sources.json": '{"schema": "stackgate/sources/1", "sources": {}}\n',
    "gate/cdktf.out/stacks/one/cdk.tf.json": json.dumps(DOCUMENT, indent=2) + "\n",
    "gate/cdktf.out/stacks/one/assets/code/archive.zip": "PK not really\n",
}


@dataclass(frozen=True)
class World:
    """A folder with `repository`, whose out folder is sealed, and `tool`, the Stackgate that judged it."""

    folder: Path

    @property
    def repository(self) -> Path:
        return self.folder / "repository"

    @property
    def out(self) -> Path:
        return self.repository / "gate"

    @property
    def tool(self) -> Path:
        return self.folder / "tool"

    def copy(self, to: Path) -> World:
        """A copy to tamper with. Its Stackgate is this world's until a path in it is asked for."""
        shutil.copytree(self.repository, to / "repository", symlinks=True)
        (to / "tool").symlink_to(self.tool)
        return World(to)

    def path(self, name: str) -> Path:
        """Where the file lies that a seal knows by a name. It can be changed without a trace in other worlds."""
        if name.startswith("stackgate/") and self.tool.is_symlink():
            shared = self.tool.resolve()
            self.tool.unlink()
            shutil.copytree(shared, self.tool)
        if name.startswith(("stackgate/validators/", "stackgate/policies/")):
            return self.tool / name.removeprefix("stackgate/")
        if name.startswith("stackgate/"):
            return self.tool / name
        return (self.out if name.startswith(CDKTF_OUT) or name == VERDICT else self.repository) / name

    def seal(self, environment: str = "prod", *, is_signed: bool = True, **changes: object) -> Verdict:
        """Judge what is there and seal the verdict as the gate does, without a synthesis."""
        settings = load_settings(Path("stackgate.toml"))
        signer = signer_from_file(Path("stackgate.key")) if is_signed else None
        sealing = Sealing(Path("gate"), settings, environment, signer=signer)
        sealing.synthesized()
        verdict = sealing.check(Run(settings, environment).check([Path("gate", CDKTF_OUT)]))
        write_report(Path("gate", VERDICT), render(verdict, "json"))
        sealing.write(verdict)
        return verdict


def use(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a world's repository, with its Stackgate."""
    monkeypatch.chdir(world.repository)
    for module in (bundle, materials):
        monkeypatch.setattr(module, "PACKAGE", world.tool / "stackgate")


@pytest.fixture(scope="session")
def sealed_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Made once, and then only copied."""
    world = World(tmp_path_factory.mktemp("sealed") / "world")
    for name in ("stackgate", "validators", "policies"):
        shutil.copytree(REPOSITORY / name, world.tool / name, ignore=shutil.ignore_patterns(".*"))
        compile_dir(world.tool / name, quiet=2)  # once, and not in each process that a test starts
    for name, text in FILES.items():
        (path := world.repository / name).parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    make_pair(world.repository / "stackgate.key", world.repository / "stackgate.pub")
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(world, monkeypatch)
        assert world.seal().decision == "allowed"
    return world


@pytest.fixture
def world(sealed_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A copy of the sealed world, in use."""
    copied = sealed_world.copy(tmp_path / "world")
    use(copied, monkeypatch)
    return copied


Verify = Callable[..., Result]


@pytest.fixture
def verify() -> Verify:
    """`stackgate verify`, in this process."""

    def run(*options: str) -> Result:
        return CliRunner().invoke(cli, ["verify", *options])

    return run
