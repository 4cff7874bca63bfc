"""One thing is changed of all that a seal rests on: `verify` ends in 1 and names it."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest

from stackgate.seal.envelope import open_envelope
from stackgate.seal.statement import read

# Every kind of file that a seal rests on, with one of the kind.
KINDS = {
    r"cdktf\.out/stacks/.*/cdk\.tf\.json": "cdktf.out/stacks/one/cdk.tf.json",
    r"cdktf\.out/stacks/.*/assets/.*": "cdktf.out/stacks/one/assets/code/archive.zip",
    r"cdktf\.out/manifest\.json": "cdktf.out/manifest.json",
    r"cdktf\.out/sources\.json": "cdktf.out/sources.json",
    r"verdict\.json": "verdict.json",
    r"stackgate\.toml": "stackgate.toml",
    r"cdktf\.json": "cdktf.json",
    r"waivers\.toml": "waivers.toml",
    r"\.terraform\.lock\.hcl": ".terraform.lock.hcl",
    r"own/validators/.*\.py": "own/validators/own_queue.py",
    r"own/policies/.*\.yaml": "own/policies/own_topic.yaml",
    r"own/policies/adopted\.toml": "own/policies/adopted.toml",
    r"stackgate/validators/[^/]*\.py": "stackgate/validators/stream_alarms.py",
    r"stackgate/validators/failures\.toml": "stackgate/validators/failures.toml",
    r"stackgate/validators/schemas/.*": "stackgate/validators/schemas/aws-6.jsonl",
    r"stackgate/policies/.*\.py": "stackgate/policies/database_windows.py",
    r"stackgate/policies/.*\.yaml": "stackgate/policies/stream_encrypted.yaml",
    r"stackgate/policies/adopted\.toml": "stackgate/policies/adopted.toml",
    r"stackgate/(?!validators|policies).*\.py": "stackgate/scan/__init__.py",
    r"stackgate/(?!validators|policies).*\.json": "stackgate/built_in.json",
    r"stackgate/aws/tables/.*\.toml": "stackgate/aws/tables/eks.toml",
    r"stackgate/reports/html/.*\.(j2|css|js)": "stackgate/reports/html/templates/page.html.j2",
    r"stackgate/synthesis/hook/.*\.cjs": "stackgate/synthesis/hook/lazy_provider.cjs",
}

# What is put where nothing was: whoever judges or deploys would read it, or could.
ADDED = (
    "cdktf.out/stacks/one/x.tf",
    "cdktf.out/stacks/one/x_override.tf.json",
    "cdktf.out/stacks/one/override.tf",
    "cdktf.out/stacks/one/x.auto.tfvars",
    "cdktf.out/stacks/one/terraform.tfvars.json",
    "cdktf.out/stacks/one/x.tfstate.tf.json",
    "cdktf.out/stacks/one/assets/code/second.zip",
    "cdktf.out/stacks/one/.terraform/modules/modules.json",
    "cdktf.out/stacks/one/.terraform/environment",
    "cdktf.out/stacks/two/cdk.tf.json",
    "stackgate/validators/own_added.py",
    "stackgate/policies/own_added.py",
    "stackgate/policies/own_added.yaml",
    "stackgate/added.so",
    "own/validators/own_added.py",
    "own/policies/own_added.yaml",
    "own/policies/own_added.py",
)


def names(result: Any) -> list[str]:
    return [line.split(": ")[0] for line in result.output.splitlines()[:-1]]


def test_an_untouched_seal_is_verified(world: Any, verify: Any) -> None:
    result = verify()
    assert (result.exit_code, result.output.count("\n")) == (0, 1)
    assert re.match(r"VERIFIED  prod: 1 document, sealed \d+ min ago, signed by [0-9a-f]{16}$", result.output)


def test_no_kind_of_file_is_forgotten(world: Any) -> None:
    record = read(open_envelope((world.out / "seal.json").read_bytes()).payload)
    bound = {*record.out, *record.repository, *record.tool}
    no_kind = {name for name in bound if not any(re.fullmatch(kind, name) for kind in KINDS)}
    assert no_kind == set()
    assert set(KINDS.values()) <= bound
    on_disk = {path for part in ("stackgate", "validators", "policies") for path in (world.tool / part).rglob("*")}
    assert len([path for path in on_disk if path.is_file() and path.suffix != ".pyc"]) == len(record.tool)


@pytest.mark.parametrize("name", KINDS.values())
def test_one_changed_byte(world: Any, verify: Any, name: str) -> None:
    path = world.path(name)
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(content)
    result = verify()
    assert (result.exit_code, names(result)) == (1, [name]), result.output
    assert "has changed" in result.output


@pytest.mark.parametrize("name", KINDS.values())
def test_one_removed_file(world: Any, verify: Any, name: str) -> None:
    world.path(name).unlink()
    result = verify("--public-key", "stackgate.pub")  # the settings, which name it, are among them
    assert (result.exit_code, name in names(result)) == (1, True), result.output
    assert name == "stackgate.toml" or len(names(result)) == 1


@pytest.mark.parametrize("name", ADDED)
def test_one_added_file(world: Any, verify: Any, name: str) -> None:
    (path := world.path(name)).parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", encoding="utf-8")
    result = verify()
    assert (result.exit_code, names(result)) == (1, [name]), result.output
    assert "was not judged" in result.output


@pytest.mark.parametrize(
    "name",
    [
        "stacks/one/.terraform/providers/registry/aws/provider.bin",
        "stacks/one/.terraform/terraform.tfstate",
        "stacks/one/terraform.tfstate",
        "stacks/one/terraform.one.tfstate.backup",
        "stacks/one/.terraform.tfstate.lock.info",
    ],
)
def test_what_terraform_itself_leaves_is_no_difference(world: Any, verify: Any, name: str) -> None:
    (path := world.out / "cdktf.out" / name).parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}", encoding="utf-8")
    assert verify().exit_code == 0


@pytest.mark.parametrize("kind", ["lock file", "provider", "link to a folder of providers"])
def test_without_a_sealed_lock_file_no_provider_is_passed_over(
    world: Any, verify: Any, kind: str, tmp_path: Path
) -> None:
    Path(".terraform.lock.hcl").unlink()
    world.seal()
    assert verify().exit_code == 0
    stack = world.out / "cdktf.out/stacks/one"
    name = ".terraform.lock.hcl" if kind == "lock file" else ".terraform/providers/aws/provider"
    (path := stack / name).parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(tmp_path) if kind.startswith("link") else path.touch()
    result = verify()
    assert (result.exit_code, names(result)) == (1, [f"cdktf.out/stacks/one/{name}"])
    assert "nothing pins the providers: put a .terraform.lock.hcl beside cdktf.json" in result.output


def test_a_state_beside_the_document_is_passed_over_without_a_lock_file_too(world: Any, verify: Any) -> None:
    Path(".terraform.lock.hcl").unlink()
    world.seal()
    (world.out / "cdktf.out/stacks/one/terraform.tfstate").touch()
    assert verify().exit_code == 0


@pytest.mark.parametrize("name", ["seed.tfstate", ".terraform.lock.hcl"])
def test_an_asset_that_is_called_like_what_terraform_leaves_is_sealed(world: Any, verify: Any, name: str) -> None:
    asset = world.out / "cdktf.out/stacks/one/assets/code" / name
    asset.write_text("{}", encoding="utf-8")
    world.seal()
    assert verify().exit_code == 0
    asset.write_text("other", encoding="utf-8")
    result = verify()
    assert (result.exit_code, names(result)) == (1, [f"cdktf.out/stacks/one/assets/code/{name}"])


@pytest.mark.parametrize(("text", "status"), [("# providers\n", 0), ("# others\n", 1)])
def test_a_lock_file_beside_the_document_has_to_be_the_sealed_one(
    world: Any, verify: Any, text: str, status: int
) -> None:
    (world.out / "cdktf.out/stacks/one/.terraform.lock.hcl").write_text(text, encoding="utf-8")
    result = verify()
    assert result.exit_code == status
    assert names(result) == ["cdktf.out/stacks/one/.terraform.lock.hcl"] * status


@pytest.mark.parametrize("kind", ["link", "link to nothing", "link to a folder", "socket"])
def test_what_is_no_file_is_refused(world: Any, verify: Any, kind: str, tmp_path: Path) -> None:
    document = world.out / "cdktf.out/stacks/one/cdk.tf.json"
    odd = document.with_name("odd")
    if kind == "link":
        document.rename(tmp_path / "elsewhere")
        document.symlink_to(tmp_path / "elsewhere")
        odd = document
    elif kind == "link to nothing":
        odd.symlink_to("nothing")
    elif kind == "link to a folder":
        odd.symlink_to(tmp_path, target_is_directory=True)
    else:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(odd.relative_to(Path.cwd())))
    result = verify()
    assert (result.exit_code, names(result)) == (1, [f"cdktf.out/stacks/one/{odd.name}"]), result.output


def test_all_differences_are_told(world: Any, verify: Any) -> None:
    (world.out / "cdktf.out/stacks/one/x.tf").touch()
    world.path("verdict.json").unlink()
    world.path("waivers.toml").write_text("# other\n", encoding="utf-8")
    world.path("stackgate/policies/adopted.toml").unlink()
    result = verify("--environment", "dev")
    assert names(result) == [
        "environment",
        "cdktf.out/stacks/one/x.tf",
        "verdict.json",
        "waivers.toml",
        "stackgate/policies/adopted.toml",
    ]
    assert result.output.splitlines()[-1] == "MISMATCH  dev: 5 differences from what was sealed"


def test_a_name_that_would_move_the_cursor_is_shown_as_text(world: Any, verify: Any) -> None:
    (world.out / "cdktf.out/\x1b[2K.tf").touch()
    assert "\x1b" not in verify().output


def test_a_name_that_is_not_utf_8_is_told(world: Any, verify: Any) -> None:
    (world.out / "cdktf.out" / b"\xff.tf".decode("utf-8", "surrogateescape")).touch()
    result = verify()
    assert (result.exit_code, "not UTF-8" in result.output) == (1, True)


def test_the_seal_of_another_project(world: Any, verify: Any) -> None:
    """Key and settings are the same; cdktf.json tells the projects apart."""
    Path("cdktf.json").write_text('{"app": "python other.py"}\n', encoding="utf-8")
    result = verify()
    assert (result.exit_code, names(result)) == (1, ["cdktf.json"])


def test_a_file_that_cannot_be_read_is_told(world: Any, verify: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in a file's place: what root cannot read either."""
    world.path("waivers.toml").unlink()
    world.path("waivers.toml").mkdir()
    result = verify()
    assert (result.exit_code, names(result)) == (1, ["waivers.toml"])


def test_the_verdict_lists_what_was_sealed(world: Any) -> None:
    verdict = json.loads((world.out / "verdict.json").read_text(encoding="utf-8"))
    record = read(open_envelope((world.out / "seal.json").read_bytes()).payload)
    assert record.documents == {
        document["path"].removeprefix("gate/"): document["sha256"] for document in verdict["documents"]
    }
