"""A project under deploy: an out folder that was sealed, a fake Terraform, and stand-ins for seal and gate."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stackgate.deployment.deploy import deploy
from stackgate.deployment.ending import CouldNotDeploy, Interrupted, Refused
from stackgate.deployment.signals import Signals
from stackgate.deployment.terms import Terms
from stackgate.finding import Finding, JudgementError, Verdict
from stackgate.ledger import counted
from stackgate.seal.verification import Sealed
from stackgate.settings import Deploy, Settings

STACK = "pipeline"
DOCUMENT = f"cdktf.out/stacks/{STACK}/cdk.tf.json"
ASSET = f"cdktf.out/stacks/{STACK}/assets/code.zip"
BLOCKING = Finding("plan_keeps_data", "validators", "error", "fail", "terraform_data.a", "would be destroyed")


@dataclass
class Project:
    """A project in `home`. Each attribute is what a test may change before `deploy`."""

    home: Path
    verdict: str = "allowed"
    hangs: str = ""
    approves: bool = True
    lock_file: bool = True
    command: str = "terraform"
    variables: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def out(self) -> Path:
        return self.home / "gate"

    @property
    def record(self) -> Path:
        return self.out / "deploy" / STACK

    @property
    def journal(self) -> Any:
        return json.loads((self.record / "state.json").read_text())

    @property
    def calls(self) -> list[Any]:
        file = self.home / "calls"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    @property
    def steps(self) -> list[str]:
        return [call["step"] for call in self.calls]

    @property
    def applied(self) -> str:
        file = self.home / "applied"
        return file.read_text() if file.exists() else ""

    def seal(self) -> Sealed:
        """What the seal says of the out folder as it is now."""
        present = [path for path in (self.out / "cdktf.out").rglob("*") if path.is_file()]
        files = {str(path.relative_to(self.out)): _digest(path) for path in present}
        lock_file = _digest(self.home / ".terraform.lock.hcl") if self.lock_file else None
        documents = {name: digest for name, digest in files.items() if name.endswith("cdk.tf.json")}
        return Sealed("dev", "allowed", False, documents, files, lock_file, None, datetime.now(UTC))

    def terms(self) -> Terms:
        """The terms of a deploy, with the seal of this moment."""
        sealed, rules = self.seal(), _digest(self.home / "rules.py")
        calls = []

        def verify() -> Sealed:
            calls.append("verify")
            self._hang({1: "verify", 4: "compare"}.get(len(calls), ""))
            if _digest(self.home / "rules.py") != rules:
                raise Refused("rules.py is not what judged")
            return sealed

        def judge(plan: Path, document: Path, shown: str, asked: Iterable[tuple[str, str]]) -> Verdict:
            self._hang("judge")
            self.asked.extend(asked)
            findings = (BLOCKING,) if self.verdict == "blocked" else ()
            errors = (JudgementError("a rule", "crashed"),) if self.verdict == "error" else ()
            return Verdict("dev", ("validators",), (), counted({}), findings, errors)

        def approve(question: str) -> bool:
            self._hang("approve")
            self.told.append(question)
            return self.approves

        return Terms(
            out=self.out,
            environment="dev",
            settings=Settings(
                app=self.home / "cdktf.json",
                deploy=Deploy(
                    command=self.command,
                    lock_file=self.home / ".terraform.lock.hcl" if self.lock_file else None,
                    variables=self.variables,
                ),
            ),
            verify=verify,
            judge=judge,
            approve=approve,
            show=self._show,
            progress=self._progress,
            environ={
                "PATH": f"{self.home / 'bin'}{os.pathsep}{os.environ['PATH']}",
                "FAKE_TERRAFORM": str(self.home / "terraform.json"),
                **self.environment,
            },
        )

    def deploy(self, *names: str) -> None:
        """Deploy in this process, and raise what the deploy raises."""
        with Signals() as signals:
            deploy(self.terms(), signals, names)

    def _hang(self, place: str) -> None:
        if place and place == self.hangs:
            (self.home / f"pids-{place}").write_text("")
            time.sleep(600)

    def _show(self, text: str) -> None:
        self.shown.append(text)
        print(text, flush=True)

    def _progress(self, line: str) -> None:
        self.told.append(line)
        print(line, file=sys.stderr, flush=True)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(home: str, **changed: Any) -> None:
    """Deploy as the command does, in a process of its own."""
    with Signals() as signals:
        try:
            deploy(Project(Path(home), **changed).terms(), signals)
        except (CouldNotDeploy, Interrupted) as error:
            sys.exit(_ended(error, 2))
        except Refused as error:
            sys.exit(_ended(error, 1))


def _ended(error: BaseException, status: int) -> int:
    print(f"Error: {error}", file=sys.stderr, flush=True)
    return status


if __name__ == "__main__":
    main(sys.argv[1], **json.loads(sys.argv[2]))
