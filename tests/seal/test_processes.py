"""What only a process of its own shows: what is imported, what is left when it is ended, and the whole gate."""

from __future__ import annotations

import base64
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from in_process import stackgate

REPOSITORY = Path(__file__).resolve().parents[2]
TELL_IMPORTS = """
import sys
from stackgate.cli import cli
try:
    cli.main(sys.argv[1:], standalone_mode=False)
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""
# Signals itself at the moment when the seal is written beside its place.
ENDED_WHILE_SEALING = """
import os, signal
replace = os.replace
def replace_and_die(source, target):
    if str(target).endswith("seal.json"):
        os.kill(os.getpid(), getattr(signal, os.environ["ENDED_BY"]))
        signal.pause()
    replace(source, target)
os.replace = replace_and_die
from stackgate.cli import main
main()
"""


def python(world: Any, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Python with the world's own Stackgate, in the world's repository."""
    environment = os.environ | {"PYTHONPATH": str(world.tool), "PYTHONDONTWRITEBYTECODE": "1"} | variables
    return subprocess.run(
        [sys.executable, *arguments], cwd=world.repository, env=environment, capture_output=True, text=True, check=False
    )


def here(world: Any, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same in this process, where the process is not the point."""
    return stackgate(*arguments, cwd=world.repository)


@pytest.mark.parametrize("is_tampered", [False, True])
def test_verify_imports_no_rule(world: Any, is_tampered: bool) -> None:
    if is_tampered:
        world.path("stackgate/policies/adopted.toml").unlink()
    done = python(world, "-c", TELL_IMPORTS, "verify")
    assert "MISMATCH" in done.stdout if is_tampered else "VERIFIED" in done.stdout, done.stderr
    modules = done.stderr.split()
    assert "securesystemslib" in modules and "stackgate.seal.verification" in modules
    machinery = ("checkov", "validators", "policies", "stackgate.rulebook", "stackgate.gate", "stackgate.scan")
    assert [name for name in modules if name.startswith(machinery) or name.startswith("stackgate_validator")] == []


@pytest.mark.parametrize(
    "name",
    ["stackgate/policies/mark.py", "stackgate/validators/mark.py", "own/policies/mark.py", "own/validators/mark.py"],
)
def test_a_rule_that_was_put_there_does_not_run(world: Any, name: str) -> None:
    world.path(name).write_text("from pathlib import Path\nPath('mark').touch()\n", encoding="utf-8")
    done = python(world, "-m", "stackgate", "verify")
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, f"{name}: was not judged"), done.stderr
    assert not (world.repository / "mark").exists()


def test_check_imports_nothing_of_the_seal_s_libraries(world: Any) -> None:
    done = python(world, "-c", TELL_IMPORTS, "check", "gate/cdktf.out", "--only", "validators")
    assert [name for name in done.stderr.split() if name.startswith(("securesystemslib", "google.protobuf"))] == []
    assert "stackgate.gate" in done.stderr.split()


@pytest.fixture
def app(world: Any) -> Path:
    """An app that writes the world's document, and tells its whole environment."""
    shutil.copytree(world.out / "cdktf.out", world.repository / "made")
    code = (
        "import os, shutil\nprint(dict(os.environ))\n"
        "shutil.copytree('made', os.environ['CDKTF_OUTDIR'], dirs_exist_ok=True)\n"
    )
    (world.repository / "main.py").write_text(code, encoding="utf-8")
    (world.repository / "cdktf.json").write_text(json.dumps({"app": f"{sys.executable} main.py"}), encoding="utf-8")
    return Path(world.repository)


def test_the_gate_seals_with_the_variable_and_the_app_does_not_see_it(world: Any, app: Path) -> None:
    key = (app / "stackgate.key").read_text(encoding="utf-8")
    done = python(world, "-m", "stackgate", "gate", STACKGATE_KEY=key)
    assert done.returncode == 0, done.stderr
    secret = key.splitlines()[1]
    kept = [file for file in app.rglob("*") if file.is_file() and file.name != "stackgate.key"]
    assert [file for file in kept if secret.encode() in file.read_bytes()] == []
    assert "CDKTF_OUTDIR" in (app / "gate/synth.log").read_text(encoding="utf-8")
    assert secret not in done.stdout + done.stderr and "not signed" not in done.stdout
    assert python(world, "-m", "stackgate", "verify").returncode == 0


def test_the_gate_tells_of_its_seal(world: Any, app: Path) -> None:
    reports = "stackgate: reports: gate/verdict.json, gate/findings.sarif, gate/report.html"
    done = here(world, "gate", "--key", "stackgate.key")
    assert f"{reports}, sealed: gate/seal.json" in done.stderr.splitlines()
    done = here(world, "gate", "--environment", "dev")
    assert reports in done.stderr.splitlines()


def test_one_synthesis_is_judged_and_never_sealed(world: Any, app: Path) -> None:
    with (app / "main.py").open("a", encoding="utf-8") as main:
        main.write("open('runs', 'a').write('.')\n")
    done = python(world, "-m", "stackgate", "gate", "--once", "--key", "stackgate.key")
    assert done.returncode == 0, done.stderr
    assert (app / "runs").read_text(encoding="utf-8") == "."
    verdict = json.loads((app / "gate/verdict.json").read_text(encoding="utf-8"))
    assert verdict["verdict"] == "allowed"
    assert "synth_not_reproducible" not in {rule["name"] for rule in verdict["rules"]}
    assert "synthesized once" in done.stdout and "can be sealed" in done.stdout
    assert not (app / "gate/seal.json").exists() and ", sealed:" not in done.stderr
    assert python(world, "-m", "stackgate", "verify").returncode == 2


def test_the_verdict_tells_the_rules_that_the_seal_names(world: Any, app: Path) -> None:
    assert here(world, "gate", "--key", "stackgate.key").returncode == 0
    envelope = json.loads((app / "gate/seal.json").read_text(encoding="utf-8"))
    sealed = json.loads(base64.b64decode(envelope["payload"]))["predicate"]
    told = json.loads((app / "gate/verdict.json").read_text(encoding="utf-8"))["evidence"]["provenance"]
    assert told["rules"] == sealed["policy"]["digest"]["sha256"]
    assert told["repository"] == sealed["stackgate_seal"]["repository"]
    assert told["signer"] == sealed["stackgate_seal"]["signedBy"] is not None


@pytest.mark.parametrize("name", ["x_override.tf.json", "x.tf", "terraform.tfvars"])
def test_what_the_app_writes_beside_its_document_is_not_sealed_unjudged(world: Any, app: Path, name: str) -> None:
    (app / "made/stacks/one" / name).write_text("{}", encoding="utf-8")
    done = here(world, "gate", "--key", "stackgate.key")
    verdict = json.loads((app / "gate/verdict.json").read_text(encoding="utf-8"))
    assert (done.returncode, verdict["verdict"]) == (2, "error"), done.stderr
    assert [error["where"] for error in verdict["errors"]] == [f"gate/cdktf.out/stacks/one/{name}"]
    assert not (app / "gate/seal.json").exists()


@pytest.mark.parametrize("name", ["verdict.json", "findings.sarif", "report.html", "seal.json"])
def test_a_folder_where_the_gate_writes(world: Any, app: Path, name: str) -> None:
    (app / "gate" / name).unlink(missing_ok=True)
    (app / "gate" / name).mkdir()
    done = here(world, "gate", "--key", "stackgate.key")
    assert (done.returncode, f"gate/{name} cannot be written: " in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr and "failed itself" not in done.stderr
    assert not (app / "gate/verdict.json").is_file() and not (app / "gate/seal.json").is_file()


@pytest.mark.parametrize("name", ["verdict.json", "findings.sarif", "report.html", "seal.json"])
def test_a_full_disk(world: Any, app: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has room for the reports before this one."""
    replace = os.replace

    def replace_if_there_is_room(source: Path, target: Path) -> None:
        if str(target).endswith(name):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(source, target)

    monkeypatch.setattr(os, "replace", replace_if_there_is_room)
    done = here(world, "gate", "--key", "stackgate.key")
    told = f"Error: gate/{name} cannot be written: No space left on device"
    assert (done.returncode, told in done.stderr.splitlines()) == (2, True), done.stderr
    assert not (app / "gate/verdict.json").exists() and not (app / "gate/seal.json").exists()


def test_no_app_sees_the_key(world: Any, app: Path) -> None:
    done = python(world, "-m", "stackgate", "synth", "--out", "other", STACKGATE_KEY="the key")
    assert done.returncode == 0, done.stderr
    log = (app / "other/synth.log").read_text(encoding="utf-8")
    assert "CDKTF_OUTDIR" in log and "the key" not in log


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGKILL"])
def test_ended_while_sealing(world: Any, app: Path, name: str) -> None:
    done = python(world, "-c", ENDED_WHILE_SEALING, "gate", "--key", "stackgate.key", ENDED_BY=name)
    assert done.returncode == (2 if name == "SIGINT" else -getattr(signal, name)), done.stderr
    assert not (app / "gate/seal.json").exists()
    assert here(world, "verify").returncode == 2
    assert here(world, "gate", "--key", "stackgate.key").returncode == 0
    assert here(world, "verify").returncode == 0


@pytest.mark.parametrize("how", ["bad key", "app fails", "bad settings"])
def test_a_run_that_breaks_off_leaves_no_earlier_seal(world: Any, app: Path, how: str) -> None:
    if how == "bad key":
        (app / "stackgate.key").write_text("", encoding="utf-8")
    elif how == "app fails":
        (app / "main.py").write_text("raise SystemExit(3)", encoding="utf-8")
    else:
        (app / "stackgate.toml").write_text("unknown = 1", encoding="utf-8")
    assert (app / "gate/seal.json").exists()
    assert here(world, "gate", "--key", "stackgate.key").returncode != 0
    assert not (app / "gate/seal.json").exists()


def test_the_bundled_stack(tmp_path: Path, cdktf: None) -> None:
    shutil.copytree(REPOSITORY / "stack", tmp_path / "stack")
    shutil.copy(REPOSITORY / "cdktf.json", tmp_path)
    settings = (REPOSITORY / "stackgate.toml").read_text(encoding="utf-8")
    (tmp_path / "stackgate.toml").write_text(f'public_key = "stackgate.pub"\n{settings}', encoding="utf-8")

    for command in (["keys"], ["gate", "--key", "stackgate.key"]):
        subprocess.run([sys.executable, "-m", "stackgate", *command], cwd=tmp_path, capture_output=True, check=True)
    assert stackgate("verify", cwd=tmp_path).stdout.startswith("VERIFIED  prod: 1 document, ")
    (tmp_path / "gate/cdktf.out/stacks/streamflix/x.auto.tfvars").touch()
    done = stackgate("verify", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0].split(": ")) == (
        1,
        ["cdktf.out/stacks/streamflix/x.auto.tfvars", "was not judged"],
    )
