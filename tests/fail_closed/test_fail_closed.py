"""No way of failing open is left: each ends in exit status 2 with one clear line, or is judged after all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .outcome import outcome_of
from .way import Way
from .ways import WAYS

IN_A_PROCESS = ("a policy that raises on import", "truncated", "100,000 brackets", "exits")
REPOSITORY = Path(__file__).parents[2]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_it_ends_as_it_must(way: Way) -> None:
    outcome = outcome_of(way)
    assert outcome.status == way.status, outcome.printed
    assert len(outcome.lines) == 1, outcome.printed
    assert "Traceback" not in outcome.printed


def test_every_way_would_pass_without_its_fault() -> None:
    """What the ways are laid beside is itself allowed, so that their exit status is that of the fault alone."""
    assert outcome_of(Way("", "nothing wrong", "ALLOWED", ("check", "cdk.tf.json"))).status == 0


def test_a_bad_document_does_not_hide_the_verdict_on_the_others() -> None:
    (way,) = (way for way in WAYS if way.name == "one bad document among many")
    assert "queue_dead_letter" in outcome_of(way).printed


@pytest.mark.parametrize("way", [way for way in WAYS if way.name in IN_A_PROCESS], ids=str)
def test_it_ends_so_in_a_process_of_its_own(way: Way, tmp_path: Path) -> None:
    way.prepare(tmp_path)
    path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", "stackgate", *way.arguments],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": path, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == way.status
    assert way.line in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
