"""Fleets: many documents of one unit each, judged in one run, against the `checkov` command for each of a few.

`python -m tests.bench.fleets FOLDER 2000` writes the documents.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.contenders import REPOSITORY, SCRIPTS, Contender, Step, checkov_of, pairs_judged
from tests.bench.generator import text

DOCUMENTS = 2_000
UNIT = 62
OF_CHECKOV = 20
"""So many of the documents the `checkov` command is run on, one after the other."""


def write(folder: Path, number: int) -> None:
    """The documents of a fleet: in each some other faults."""
    for seed in range(number):
        document = folder / f"{seed:05}" / "cdk.tf.json"
        document.parent.mkdir(parents=True)
        document.write_text(text(UNIT, seed))


def _written(folder: Path, number: int = DOCUMENTS) -> Path:
    """The fleet that all contenders share, beside their own folders; written by another process, as all documents."""
    fleet = folder.parent / f"fleet_{number}"
    if not fleet.exists():
        command = [sys.executable, "-m", "tests.bench.fleets", str(fleet), str(number)]
        subprocess.run(command, cwd=REPOSITORY, check=True)
    return fleet


def check(folder: Path, number: int, *more: str) -> list[Step]:
    """`stackgate check` of a fleet of so many documents."""
    command = [str(SCRIPTS / "stackgate"), "check", str(_written(folder, number)), "--format", "json", *more]
    return [Step(command, frozenset({0, 1}), folder)]


def _validators(folder: Path, _: Path) -> list[Step]:
    return check(folder, DOCUMENTS, "--only", "validators", "--jobs", "2")


def _all(folder: Path, _: Path) -> list[Step]:
    return check(folder, DOCUMENTS)


def _checkov(folder: Path, _: Path) -> list[Step]:
    documents = sorted(_written(folder).glob("*/cdk.tf.json"))[:OF_CHECKOV]
    return [step for document in documents for step in checkov_of(folder, document)]


VALIDATORS = Contender(
    f"stackgate check --only validators --jobs 2, {DOCUMENTS:,} documents", _validators, pairs_judged
)
CHECK = Contender(f"stackgate check, {DOCUMENTS:,} documents", _all, pairs_judged)
CHECKOV = Contender(f"checkov, {OF_CHECKOV} documents", _checkov)
OF_FLEETS = (VALIDATORS, CHECK, CHECKOV)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
