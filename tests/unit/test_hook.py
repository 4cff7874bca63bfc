"""The hook in the app's interpreter: the line of each construct, and providers imported as far as they are used."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from stackgate.synthesis.app import app_environment, read_app
from stackgate.synthesis.folder import read_sources
from stackgate.synthesis.synth import Synthesis

needs_cdktf = pytest.mark.skipif(
    not (find_spec("cdktf") and find_spec("cdktf_cdktf_provider_aws")), reason="the extra `stack` is not installed"
)

MAIN = '''\
import json
import os
import sys

if os.environ.get("PLAIN"):
    # The reference: no hook, Node loads all of the provider. Only the provider's __init__ is left out here too (10 s).
    from importlib.util import find_spec, module_from_spec
    sys.modules["cdktf_cdktf_provider_aws"] = module_from_spec(find_spec("cdktf_cdktf_provider_aws"))
    import cdktf_cdktf_provider_aws.cloudwatch_log_group

import jsii
from cdktf import App, S3Backend, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws import sqs_queue
import cdktf_cdktf_provider_aws as aws
from constructs import Construct
from jsii._kernel.types import CreateRequest
from helpers import Named, topic

sys.path.insert(0, "environment/lib")
from vendored import key

class Queues(Construct):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        sqs_queue.SqsQueue(self, "spelled", name="a")  # submodule

class Demo(TerraformStack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1")  # provider
        S3Backend(self, bucket="b", key="k")  # backend
        Queues(self, "queues")
        aws_queue = Named(
            self,
            "named",
        )
        log = aws.cloudwatch_log_group.CloudwatchLogGroup(  # multi-line
            self,
            "a/b c",
            name="-".join(
                ["x", self.node.get_context("environment")],
            ),
        )
        topic(self, "helped")
        key(self, "vendored")  # vendored
        TerraformOutput(self, "out", value=log.arn)  # output
        if not os.environ.get("PLAIN"):
            self.unseen()

    def unseen(self):
        """A type whose Python module nobody has imported comes back from Node."""
        other = TerraformStack(App(outdir=os.environ["OTHER"]), "other")
        arguments = [other, "unseen", {"$jsii.map": {"name": "n"}}]
        jsii.kernel.provider.create(CreateRequest("@cdktf/provider-aws.ecsCluster.EcsCluster", arguments, []))
        print("unseen:", [type(child).__name__ for child in other.node.children])

app = App()
Demo(app, "demo")
app.synth()
sys.exit(0)
'''
HELPERS = """\
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

def topic(scope, id):
    return SnsTopic(scope, id)  # helper

class Named(SqsQueue):
    def __init__(self, scope, id):
        super().__init__(scope, "of-" + id)  # subclass
"""
VENDORED = """\
from cdktf_cdktf_provider_aws.kms_key import KmsKey

def key(scope, id):
    return KmsKey(scope, id)
"""
FAKE = """\
import cdktn_provider_fake as provider
print("part", provider.part.loaded)
print("own", provider.own)
from cdktn_provider_fake import *
print("starred", own)
try:
    provider.missing
except AttributeError:
    print("no attribute")
"""
FAKE_PROVIDER = "__all__ = ['own']\nprint('init ran')\nown = 1\n"


def line(file: str, marker: str) -> tuple[str, int]:
    """Where the comment `marker` stands in one of the files above."""
    lines = {"main.py": MAIN, "helpers.py": HELPERS}[file].splitlines()
    return file, next(number for number, text in enumerate(lines, 1) if text.endswith(f"# {marker}"))


@pytest.fixture(scope="module")
def demo(new_project: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Synthesis]]:
    folder = tmp_path_factory.mktemp("demo with a space")
    project = new_project(folder).write(
        files={
            "main.py": MAIN,
            "helpers.py": HELPERS,
            "environment/pyvenv.cfg": "",
            "environment/lib/vendored.py": VENDORED,
            "../shadowed/sitecustomize.py": f"open({str(folder / 'shadowed-ran')!r}, 'w').close()\n",
        },
        context={"environment": "dev"},
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder / "shadowed"))
        patch.setenv("OTHER", str(folder / "other"))
        yield project, project.synthesize("staging")


@needs_cdktf
def test_every_element_of_the_document_has_its_line(demo: tuple[Any, Synthesis]) -> None:
    _, synthesis = demo
    assert synthesis.notes == ()
    paths = set(element_paths(json.loads(synthesis.documents[0].read_text())))
    assert len(paths) == 5
    assert paths <= set(synthesis.sources)
    assert {path: place for path, place in synthesis.sources.items() if path.count("/") > 0} == {
        "demo/aws": line("main.py", "provider"),
        "demo/backend": line("main.py", "backend"),
        "demo/queues": ("main.py", line("main.py", "submodule")[1] - 1),
        "demo/queues/spelled": line("main.py", "submodule"),
        "demo/of-named": line("helpers.py", "subclass"),
        "demo/a--b c": line("main.py", "multi-line"),
        "demo/helped": line("helpers.py", "helper"),
        "demo/vendored": line("main.py", "vendored"),
        "demo/out": line("main.py", "output"),
    }


@needs_cdktf
def test_documents_are_those_of_a_plain_run(demo: tuple[Any, Synthesis], tmp_path: Path) -> None:
    project, synthesis = demo
    plain = tmp_path / "plain"
    variables = app_environment(read_app(project.folder / "cdktf.json"), plain, tmp_path, "staging")
    for name in ("NODE_OPTIONS", "PYTHONPATH", "STACKGATE_HOOK_RECORDS"):
        del variables[name]
    command = [sys.executable, "main.py"]
    subprocess.run(command, cwd=project.folder, env={**variables, "PLAIN": "1"}, check=True)
    files = [path.relative_to(plain) for path in plain.rglob("*") if path.is_file()]
    assert Path("stacks/demo/cdk.tf.json") in files
    for file in files:
        assert (plain / file).read_bytes() == (synthesis.folder / file).read_bytes()


@needs_cdktf
def test_a_type_that_was_never_imported_is_found(demo: tuple[Any, Synthesis]) -> None:
    assert "unseen: ['EcsCluster']" in demo[0].log.read_text()


@needs_cdktf
def test_a_shadowed_sitecustomize_still_runs(demo: tuple[Any, Synthesis]) -> None:
    assert (demo[0].folder.parent / "shadowed-ran").exists()


@needs_cdktf
def test_the_sources_are_kept_beside_the_manifest(demo: tuple[Any, Synthesis]) -> None:
    _, synthesis = demo
    assert read_sources(synthesis.folder) == synthesis.sources
    assert stat.S_IMODE(synthesis.folder.stat().st_mode) == 0o700


@needs_cdktf
def test_names_of_a_providers_own_init_still_resolve(project: Any) -> None:
    files = {
        "main.py": project.WRITER + "import fake\n",
        "fake.py": FAKE,
        "cdktn_provider_fake/__init__.py": FAKE_PROVIDER,
    }
    files["cdktn_provider_fake/part.py"] = "loaded = True\n"
    project.write(files=files).synthesize()
    assert project.log.read_text().splitlines() == ["part True", "init ran", "own 1", "starred 1", "no attribute"]


def element_paths(value: Any) -> Iterator[str]:
    """Each construct path that a document's metadata names."""
    if isinstance(value, dict):
        path = value.get("//", {}).get("metadata", {}).get("path") if isinstance(value.get("//"), dict) else None
        if path:
            yield path
        for child in value.values():
            yield from element_paths(child)
    elif isinstance(value, list):
        for child in value:
            yield from element_paths(child)
