"""Keys are made once, for their owner alone, and a private key is in no output, whatever is wrong with it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import in_process
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from stackgate.cli import cli

PRIVATE, PUBLIC = Path("stackgate.key"), Path("stackgate.pub")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stackgate(*arguments: str) -> Any:
    return CliRunner().invoke(cli, arguments)


def secrets(private: Path) -> list[str]:
    """The lines of a private key's file, and what its base64 holds."""
    return [line for line in private.read_text(encoding="utf-8").splitlines() if not line.startswith("-")]


def test_a_pair(folder: Path) -> None:
    old = os.umask(0)
    try:
        result = stackgate("keys")
    finally:
        os.umask(old)
    assert result.exit_code == 0
    assert stat.S_IMODE(PRIVATE.stat().st_mode) == 0o600
    assert PRIVATE.read_text(encoding="utf-8").startswith("-----BEGIN PRIVATE KEY-----")
    assert PUBLIC.read_text(encoding="utf-8") in result.output
    assert 'public_key = "stackgate.pub"' in result.output
    assert not any(secret in result.output for secret in secrets(PRIVATE))


@pytest.mark.parametrize("there", [PRIVATE, PUBLIC])
@pytest.mark.parametrize("kind", ["file", "link"])
def test_nothing_is_written_over(folder: Path, there: Path, kind: str) -> None:
    if kind == "file":
        there.write_text("mine", encoding="utf-8")
    else:
        there.symlink_to("elsewhere")
    before = sorted(folder.iterdir())
    result = stackgate("keys")
    assert (result.exit_code, f"{there}: is there already" in result.output) == (2, True)
    assert sorted(folder.iterdir()) == before
    assert kind == "link" or there.read_text(encoding="utf-8") == "mine"


def test_no_half_a_pair_is_left_where_the_second_cannot_be_written(folder: Path) -> None:
    result = stackgate("keys", "--public", "nowhere/stackgate.pub")
    assert (result.exit_code, "cannot be written" in result.output) == (2, True)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_may_use_is_refused(folder: Path, mode: int) -> None:
    stackgate("keys")
    PRIVATE.chmod(mode)
    result = stackgate("gate", "--key", str(PRIVATE))
    assert (result.exit_code, "others than its owner" in result.output) == (2, True)


def damaged(pem: str) -> dict[str, str]:
    lines = pem.splitlines()
    rsa = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    locked = load_pem_private_key(pem.encode(), None).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word")
    )
    return {
        "cut": "\n".join(lines[:-1]),
        "changed": "\n".join([lines[0], lines[1][:-8] + "AAAA", lines[2]]),
        "on one line": pem.replace("\n", "\\n"),
        "without its head": lines[1],
        "of another kind": rsa.decode(),
        "with a password": locked.decode(),
        "not utf-8": pem.replace("\n", "\udcff", 1),
    }


@pytest.mark.parametrize(
    "how", ["cut", "changed", "on one line", "without its head", "of another kind", "with a password", "not utf-8"]
)
@pytest.mark.parametrize("given", ["file", "variable"])
def test_a_damaged_key_is_not_shown(folder: Path, how: str, given: str) -> None:
    stackgate("keys")
    pem = damaged(PRIVATE.read_text(encoding="utf-8"))[how]
    PRIVATE.write_text(pem, encoding="utf-8", errors="surrogateescape")
    arguments = ["--key", str(PRIVATE)] if given == "file" else []
    done = in_process.stackgate(
        "gate", *arguments, cwd=folder, **({"STACKGATE_KEY": pem} if given == "variable" else {})
    )
    where = str(PRIVATE) if given == "file" else "STACKGATE_KEY"
    assert (done.returncode, done.stderr.startswith(f"Error: {where}: ")) == (2, True), done.stderr
    written = (
        done.stdout
        + done.stderr
        + "".join(
            file.read_text(errors="replace")
            for file in folder.rglob("*")
            if file.is_file() and file.name != PRIVATE.name
        )
    )
    for line in pem.replace("\\n", "\n").splitlines():
        assert line.startswith("-----") or line.strip() not in written or not line.strip()


def test_the_name_of_a_file_in_the_variable(folder: Path) -> None:
    stackgate("keys")
    done = in_process.stackgate("gate", cwd=folder, STACKGATE_KEY=str(PRIVATE))
    assert (done.returncode, "STACKGATE_KEY: holds no private key" in done.stderr) == (2, True)


@pytest.mark.parametrize("command", [("gate", "--key"), ("verify", "--public-key"), ("keys", "--private")])
def test_the_key_itself_in_place_of_its_file_s_name(world: Any, command: tuple[str, str]) -> None:
    pem = PRIVATE.read_text(encoding="utf-8")
    result = stackgate(*command, pem)
    assert (result.exit_code, "is not shown" in result.output) == (2, True), result.output
    assert not any(secret in result.output for secret in secrets(PRIVATE))
