"""What the README shows is what the commands print."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stackgate.catalogue import table_of_services
from stackgate.rulebook import load
from stackgate.settings import load_settings

REPOSITORY = Path(__file__).resolve().parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
ENCRYPTED = "storage_encrypted=True,"


@pytest.fixture
def project(tmp_path: Path, cdktf: None) -> Path:
    """A copy of what `stackgate gate` needs of the repository."""
    shutil.copytree(REPOSITORY / "stack", tmp_path / "stack")
    for name in ("cdktf.json", "stackgate.toml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    return tmp_path


def not_shown(project: Path, status: int) -> list[str]:
    """The lines that `stackgate gate` prints and the README does not have."""
    command = [sys.executable, "-m", "stackgate", "gate"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == status
    return [line for line in (done.stderr + done.stdout).splitlines() if line not in README]


def test_the_table_of_rules_is_current() -> None:
    shown = README.split("<!-- rules-by-service -->")[1].split("<!-- end of rules-by-service -->")[0]
    settings = load_settings(REPOSITORY / "stackgate.toml")
    assert shown.strip() == table_of_services(map(settings.as_judged, load().rules.values()))


def test_the_quick_start_ends_as_shown(project: Path) -> None:
    assert not_shown(project, 0) == []


def test_a_fix_taken_out_is_found_as_shown(project: Path) -> None:
    source = project / "stack" / "database.py"
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if ENCRYPTED not in line]
    assert len(kept) == len(lines) - 1
    source.write_text("".join(kept), encoding="utf-8")
    assert not_shown(project, 1) == []
