"""What is measured: Stackgate and each peer that can be installed beside it, as the commands that somebody types."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from stackgate.synthesis.app import bundled_node

REPOSITORY = Path(__file__).resolve().parents[2]
STACK_DOCUMENT = Path("stacks", "streamflix", "cdk.tf.json")
SCRIPTS = Path(sysconfig.get_path("scripts"))
_OVERRIDE = {"terraform": {"required_providers": {"aws": {"version": ">= 5.99"}}, "backend": {"local": {}}}}


class Unusable(Exception):
    """A peer cannot be measured here; the message says why."""


@dataclass(frozen=True)
class Step:
    """One command: the exit statuses that are good, where it runs, its own variables, and on how many cores."""

    command: list[str]
    good: frozenset[int] = frozenset({0})
    folder: Path | None = None
    variables: dict[str, str] = field(default_factory=dict)
    cores: int | None = None


@dataclass(frozen=True)
class Contender:
    """What is run.

    steps: its commands, given a folder of its own and the document, which not all of them read; what has to be ready
        for them is made here, and not measured.
    judged: how many checks it says to have made, out of what it printed: none at all is no result.
    largest: with more resources than this it takes too long.
    """

    name: str
    steps: Callable[[Path, Path], list[Step]]
    judged: Callable[[str], int] | None = None
    largest: int = sys.maxsize


@dataclass(frozen=True)
class Named:
    """What is measured otherwise than as the time of commands."""

    name: str


def _check(folder: Path, document: Path) -> list[Step]:
    command = [str(SCRIPTS / "stackgate"), "check", str(document), "--format", "json"]
    return [Step(command, frozenset({0, 1}), folder)]


def _validators(folder: Path, document: Path) -> list[Step]:
    return [replace(step, command=[*step.command, "--only", "validators"]) for step in _check(folder, document)]


def checkov_of(folder: Path, document: Path, *more: str) -> list[Step]:
    """The `checkov` command on one document."""
    command = [str(SCRIPTS / "checkov"), "-f", str(document), "--framework", "terraform_json", "--skip-download"]
    return [Step([*command, "-o", "json", *more], frozenset({0, 1}), folder)]


def _terraform(folder: Path, document: Path) -> list[Step]:
    """Raises Unusable where Terraform or its AWS provider is missing."""
    terraform = shutil.which("terraform")
    if terraform is None:
        raise Unusable("Terraform is not on the PATH")
    shutil.copy(document, folder)
    # Any provider that a mirror has, and no bucket for the state.
    (folder / "local_override.tf.json").write_text(json.dumps(_OVERRIDE))
    ready = subprocess.run([terraform, "init", "-input=false"], cwd=folder, capture_output=True, check=False)
    if ready.returncode:
        raise Unusable("terraform init finds no AWS provider")
    return [Step([terraform, "validate"], folder=folder)]


def _synthesis(folder: Path, _: Path) -> list[Step]:
    variables = {"CDKTF_OUTDIR": str(folder / "cdktf.out"), "JSII_NODE": shutil.which("node") or bundled_node()}
    return [Step([sys.executable, "-m", "stack"], folder=REPOSITORY, variables=variables)]


def _plain_chain(folder: Path, _: Path) -> list[Step]:
    """What a team has without Stackgate: the stock synthesis, then Checkov with our policies on its document."""
    policies = ("--external-checks-dir", str(REPOSITORY / "policies"))
    return [*_synthesis(folder, _), *checkov_of(folder, folder / "cdktf.out" / STACK_DOCUMENT, *policies)]


def _gate(folder: Path, _: Path) -> list[Step]:
    return [Step([str(SCRIPTS / "stackgate"), "gate", "--out", str(folder)], folder=REPOSITORY)]


def _gate_once(folder: Path, document: Path) -> list[Step]:
    return [replace(step, command=[*step.command, "--once"]) for step in _gate(folder, document)]


def _tests(_: Path, __: Path) -> list[Step]:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "not terraform"]
    return [Step(command, folder=REPOSITORY, cores=2)]


def _dask(_: Path, __: Path) -> list[Step]:
    return [Step([sys.executable, "-m", "pytest", "-q", "tests/fleet/test_dask.py"], folder=REPOSITORY)]


def _help(folder: Path, _: Path) -> list[Step]:
    return [Step([str(SCRIPTS / "stackgate"), "--help"], folder=folder)]


def _bare_python(folder: Path, _: Path) -> list[Step]:
    return [Step([sys.executable, "-c", "pass"], folder=folder)]


def pairs_judged(printed: str) -> int:
    """Of the JSON of `stackgate check`."""
    return int(json.loads(printed)["counts"]["judged"])


def _checks_made(printed: str) -> int:
    """Of the JSON of the `checkov` command, which gives no summary, and exit status 0, for what it could not parse."""
    summary = json.loads(printed).get("summary", {})
    return 0 if summary.get("parsing_errors") else int(summary.get("passed", 0)) + int(summary.get("failed", 0))


CHECK = Contender("stackgate check", _check, pairs_judged)
VALIDATORS = Contender("stackgate check --only validators", _validators, pairs_judged)
CHECKOV = Contender("checkov", checkov_of, _checks_made, largest=12_400)
TERRAFORM = Contender("terraform validate", _terraform, largest=12_400)
GATE = Contender("stackgate gate", _gate)
GATE_ONCE = Contender("stackgate gate --once", _gate_once)
PLAIN_CHAIN = Contender("stock synthesis, then checkov", _plain_chain)
SYNTHESIS = Contender("stock synthesis", _synthesis)
CHECKOV_OF_STACK = replace(CHECKOV, name="checkov, the bundled stack")
SAVED_DOCUMENT = Named("stackgate watch, a document saved")
SAVED_SOURCE = Named("stackgate watch, the source saved")
HELP = Contender("stackgate --help", _help)
BARE_PYTHON = Contender("python -c pass", _bare_python)
DASK = Contender("the tests of Dask", _dask)
TESTS = Contender("the tests, on two cores", _tests)

OF_DOCUMENTS = (VALIDATORS, CHECK, CHECKOV, TERRAFORM)
OF_THE_STACK = (GATE, GATE_ONCE, PLAIN_CHAIN, SYNTHESIS)
OF_SAVING = (SAVED_DOCUMENT, SAVED_SOURCE, CHECKOV_OF_STACK)
OF_STARTING = (HELP, BARE_PYTHON)
