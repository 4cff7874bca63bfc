"""synthesize(): what it gives of the folder that an app wrote, and what it leaves behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stackgate.synthesis.folder import read_sources
from stackgate.synthesis.synth import SynthesisError


def test_an_app_that_is_not_python_has_no_lines_and_says_so(project: Any) -> None:
    script = """\
mkdir -p "$CDKTF_OUTDIR/stacks/one"
echo '{}' > "$CDKTF_OUTDIR/stacks/one/cdk.tf.json"
echo '{"stacks": {"one": {"synthesizedStackPath": "stacks/one/cdk.tf.json"}}}' > "$CDKTF_OUTDIR/manifest.json"
"""
    synthesis = project.write("sh make.sh", {"make.sh": script}, language="go").synthesize()
    assert synthesis.documents == (project.out / "stacks/one/cdk.tf.json",)
    assert synthesis.sources == {}
    assert synthesis.notes == ("the app is not Python (go): no source lines",)


def test_an_interpreter_that_ignores_the_hook_runs_plainly(project: Any) -> None:
    synthesis = project.write(f"{project.PYTHON} -I main.py", {"main.py": project.WRITER}).synthesize()
    assert "no source lines" in synthesis.notes[0]


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ('{"stacks": {}}', "no stack"),
        ('{"stacks": []}', "cannot be read"),
        ("{", "cannot be read"),
        ('{"stacks": {"one": {}}}', "cannot be read"),
        ('{"stacks": {"one": {"synthesizedStackPath": 1}}}', "not in the folder"),
        ('{"stacks": {"one": {"synthesizedStackPath": "stacks/two/cdk.tf.json"}}}', "not in the folder"),
        ('{"stacks": {"one": {"synthesizedStackPath": "../../../app/cdktf.json"}}}', "not in the folder"),
    ],
)
def test_a_bad_manifest(project: Any, monkeypatch: pytest.MonkeyPatch, manifest: str, words: str) -> None:
    monkeypatch.setenv("MANIFEST", manifest)
    assert words in project.write(files={"main.py": project.WRITER}).error().message


def test_an_app_that_synthesizes_nothing(project: Any) -> None:
    assert "without synthesizing" in project.write("true").error().message


def test_a_failure_removes_what_an_earlier_run_left(project: Any) -> None:
    project.write(files={"main.py": project.WRITER}).synthesize()
    (project.out / "stale").touch()
    project.synthesize()
    assert not (project.out / "stale").exists()
    project.write("false").error()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("precious.txt", "holds something else"),
        ("stacks/one/terraform.tfstate", "Terraform state"),
        ("terraform.dev.tfstate", "Terraform state"),
        ("stacks/one/terraform.tfstate.d/blue/terraform.tfstate", "blue/terraform.tfstate: move it away"),
    ],
)
def test_a_folder_that_holds_something_else_is_left_alone(project: Any, name: str, words: str) -> None:
    project.write(files={"main.py": project.WRITER})
    if "state" in name:
        project.synthesize()
    precious = project.out / name
    precious.parent.mkdir(parents=True, exist_ok=True)
    precious.write_text("mine")
    with pytest.raises(SynthesisError, match=words):
        project.synthesize()
    assert precious.read_text() == "mine"


def test_the_settings_of_a_backend_are_no_state(project: Any) -> None:
    project.write(files={"main.py": project.WRITER}).synthesize()
    settings = project.out / "stacks/one/.terraform/terraform.tfstate"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("{}")
    project.synthesize()
    assert not settings.exists()


def test_malformed_sources_are_left_out(tmp_path: Path) -> None:
    assert read_sources(tmp_path) == {}
    places = {"a": ["stack/a.py", 3], "b": ["/etc/passwd", 1], "c": ["../x.py", 1], "d": ["x.py", "1"], "e": 1}
    (tmp_path / "sources.json").write_text(json.dumps({"sources": places}))
    assert read_sources(tmp_path) == {"a": ("stack/a.py", 3)}
