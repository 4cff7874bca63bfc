"""What a seal says beside digests: environment, age, versions, verdict, and whether somebody signed it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stackgate.seal import materials, sealing, verification
from stackgate.seal.keys import make_pair
from stackgate.seal.verification import NoSeal, SealMismatch
from stackgate.seal.verification import verify as held_against_all
from stackgate.settings import load_settings

QUEUE = {"resource": {"aws_sqs_queue": {"jobs": {"name": "jobs"}}}}
UNDECIDED = {
    "variable": {"key": {"type": "string"}},
    "resource": {"aws_sns_topic": {"alarms": {"name": "alarms", "kms_master_key_id": "${var.key}"}}},
}


def at(monkeypatch: pytest.MonkeyPatch, module: Any, ago: timedelta) -> None:
    """Let a module's clock show what it showed that long ago."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - ago

    monkeypatch.setattr(module, "datetime", Clock)


def judge(world: Any, document: object, **how: Any) -> None:
    (world.out / "cdktf.out/stacks/one/cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    world.seal(**how)


def test_another_environment(world: Any, verify: Any) -> None:
    result = verify("--environment", "dev")
    assert (result.exit_code, "environment: sealed for prod, not for dev" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("ago", "options", "status"),
    [
        (timedelta(hours=23, minutes=59), (), 0),
        (timedelta(hours=24, minutes=1), (), 1),
        (timedelta(hours=24, minutes=1), ("--max-age", "2d"), 0),
        (timedelta(minutes=89), ("--max-age", "90m"), 0),
        (timedelta(minutes=91), ("--max-age", "90m"), 1),
        (timedelta(hours=3), ("--max-age", "2h"), 1),
        (-timedelta(seconds=30), (), 0),
        (-timedelta(minutes=2), (), 1),
        (-timedelta(days=400), ("--max-age", "999d"), 1),
    ],
)
def test_age(
    world: Any, verify: Any, monkeypatch: pytest.MonkeyPatch, ago: timedelta, options: tuple[str, ...], status: int
) -> None:
    at(monkeypatch, sealing, ago)
    world.seal()
    result = verify(*options)
    assert result.exit_code == status, result.output
    assert ("time: sealed at" in result.output) is bool(status)


@pytest.mark.parametrize("age", ["", "24", "0h", "1w", "-1h", "1.5h", "9999999d", "1h "])
def test_an_age_that_is_none_is_bad_usage(world: Any, verify: Any, age: str) -> None:
    result = verify("--max-age", age)
    assert (result.exit_code, "--max-age" in result.output) == (2, True)


@pytest.mark.parametrize("name", ["python", "stackgate", "checkov", "securesystemslib", "added", "removed"])
def test_another_version(world: Any, verify: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    now = dict(materials.versions())
    if name == "removed":
        del now["rich"]
    else:
        now[name] = "0.0.1"
    monkeypatch.setattr(verification, "versions", lambda: now)
    result = verify()
    shown = "rich" if name == "removed" else name
    assert (result.exit_code, result.output.startswith(f"version of {shown}: ")) == (1, True), result.output


def test_the_versions_are_those_of_the_dependencies() -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    listed = project.split("\ndependencies = [")[1].split("\n]")[0]
    direct = set(re.findall(r'^    "([a-z0-9-]+)', listed, re.MULTILINE))
    below = set(materials.DEPENDENCIES) - direct
    assert direct <= set(materials.DEPENDENCIES)
    assert below == {"bc-python-hcl2", "cloudsplaining", "lark", "networkx", "policy-sentry"}


def test_a_blocked_verdict_is_sealed_and_refused(world: Any, verify: Any) -> None:
    judge(world, QUEUE)
    result = verify()
    assert (result.exit_code, result.output.splitlines()[0]) == (1, "verdict: blocked")
    with pytest.raises(SealMismatch):
        held_against_all(world.out, load_settings(), "prod", allow_undecided=True)


def test_a_verdict_with_open_questions_alone_is_for_deploy_to_settle(world: Any, verify: Any) -> None:
    judge(world, UNDECIDED)
    result = verify()
    assert (result.exit_code, result.output.splitlines()[0]) == (1, "verdict: blocked, by open questions alone")
    sealed = held_against_all(world.out, load_settings(), "prod", allow_undecided=True)
    assert (sealed.decision, sealed.undecided) == ("blocked", True)


def test_what_deploy_is_told(world: Any) -> None:
    sealed = held_against_all(Path("gate"), load_settings(), "prod")
    digest = materials.digest(world.out / "cdktf.out/stacks/one/cdk.tf.json")
    assert sealed.documents == {"cdktf.out/stacks/one/cdk.tf.json": digest}
    assert sorted(sealed.files) == sorted(
        path.relative_to(world.out).as_posix() for path in (world.out / "cdktf.out").rglob("*") if path.is_file()
    )
    assert sealed.lock_file == materials.digest(Path(".terraform.lock.hcl"))
    assert (sealed.is_signed, sealed.environment, sealed.undecided) == (True, "prod", False)
    assert datetime.now(UTC) - sealed.sealed_at < timedelta(minutes=5)


def test_no_seal(world: Any, verify: Any) -> None:
    (world.out / "seal.json").unlink()
    result = verify()
    assert (result.exit_code, "gate/seal.json: there is no seal" in result.output) == (2, True)
    assert verify("nowhere").exit_code == 2


def test_without_a_signature_only_where_nobody_is_strict(world: Any, verify: Any) -> None:
    world.seal(is_signed=False)
    result = verify()
    assert (result.exit_code, "is not signed, and prod is a strict environment" in result.output) == (2, True)
    verdict = world.seal("dev", is_signed=False)
    assert any(note.startswith("not signed: no key was given") for note in verdict.notes)
    result = verify("--environment", "dev")
    assert (result.exit_code, "not signed, so anybody may have written it" in result.output) == (0, True)
    (world.out / "cdktf.out/manifest.json").write_text("{}", encoding="utf-8")
    assert verify("--environment", "dev").exit_code == 1


def test_a_named_public_key_asks_for_a_signature(world: Any, verify: Any) -> None:
    world.seal("dev", is_signed=False)
    assert verify("--environment", "dev").exit_code == 0
    result = verify("--environment", "dev", "--public-key", "stackgate.pub")
    assert (result.exit_code, "is not signed, and a public key was given" in result.output) == (2, True)


def test_a_signature_taken_off(world: Any, verify: Any) -> None:
    world.seal("dev")
    seal = json.loads((world.out / "seal.json").read_text(encoding="utf-8"))
    (world.out / "seal.json").write_text(json.dumps(seal | {"signatures": []}), encoding="utf-8")
    result = verify("--environment", "dev")
    assert (result.exit_code, "seal.json: its signature" in result.output) == (1, True)


def test_another_key(world: Any, verify: Any) -> None:
    make_pair(Path("other.key"), Path("other.pub"))
    result = verify("--public-key", "other.pub")
    assert (result.exit_code, "seal.json: is signed by the key" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.pub", None, "cannot be read"),
        ("no.pub", "hello", "holds no public key"),
        ("stackgate.key", None, "holds a private key"),
    ],
)
def test_a_public_key_that_is_none(world: Any, verify: Any, name: str, content: str | None, told: str) -> None:
    if content:
        Path(name).write_text(content, encoding="utf-8")
    result = verify("--public-key", name)
    assert (result.exit_code, told in result.output) == (2, True)
    assert "PRIVATE" not in result.output and "MC4" not in result.output


def test_no_public_key_is_named(world: Any) -> None:
    Path("stackgate.toml").write_text("", encoding="utf-8")
    with pytest.raises(NoSeal, match="no public key is named"):
        held_against_all(world.out, load_settings(), "prod")


def test_the_settings_name_the_public_key(world: Any) -> None:
    assert held_against_all(world.out, load_settings(), "prod").is_signed


def test_a_verdict_that_was_judged_without_policies_is_not_sealed(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from stackgate.run import Run

    settings = load_settings()
    verdict = Run(settings, "prod", only_validators=True).check([Path("gate/cdktf.out")])
    maker = sealing.Sealing(Path("gate"), settings, "prod")
    maker.synthesized()
    maker.write(maker.check(verdict))
    assert verdict.decision == "allowed" and not (world.out / "seal.json").exists()


@pytest.mark.parametrize(
    "name",
    ["cdktf.out/stacks/one/cdk.tf.json", "cdktf.out/added", "waivers.toml", "stackgate/validators/own_added.py"],
)
def test_what_changes_while_it_is_judged_cannot_be_sealed(world: Any, name: str) -> None:
    from stackgate.run import Run

    settings = load_settings()
    maker = sealing.Sealing(Path("gate"), settings, "prod")
    maker.synthesized()
    verdict = Run(settings, "prod").check([Path("gate/cdktf.out")])
    with world.path(name).open("a", encoding="utf-8") as file:
        file.write(" ")
    verdict = maker.check(verdict)
    maker.write(verdict)
    assert verdict.decision == "error" and any(error.message.startswith(f"{name}: ") for error in verdict.errors)
    assert not (world.out / "seal.json").exists()


def test_a_document_that_changed_before_its_digest_was_taken_cannot_be_sealed(world: Any) -> None:
    from stackgate.run import Run

    settings = load_settings()
    maker = sealing.Sealing(Path("gate"), settings, "prod")
    verdict = Run(settings, "prod").check([Path("gate/cdktf.out")])
    with world.path("cdktf.out/stacks/one/cdk.tf.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    maker.synthesized()
    assert [error.message for error in maker.check(verdict).errors] == [
        "cdktf.out/stacks/one/cdk.tf.json: is not what was judged"
    ]
