"""Terraform at work in a stack's private folder: each command's output is heard, cleaned of secrets, and kept."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from stackgate.deployment.changes import Changes
from stackgate.deployment.ending import CouldNotDeploy, Refused
from stackgate.deployment.left_over import ERRORED_STATE
from stackgate.deployment.messages import Messages
from stackgate.deployment.plan_secrets import secrets_of_plan, secrets_of_state
from stackgate.deployment.record import GrowingLog, Record
from stackgate.deployment.states import errored_state
from stackgate.deployment.terraform import Terraform
from stackgate.deployment.workspace import Workspace
from stackgate.document import DocumentError, read_document
from stackgate.plan import Plan, read_plan
from stackgate.reports.text import visible


class Session:
    """The commands of one stack's deploy, in their order. Each raises CouldNotDeploy with the first error where it
    fails, and Interrupted where it was."""

    def __init__(self, terraform: Terraform, workspace: Workspace, record: Record) -> None:
        self._terraform = terraform
        self._workspace = workspace
        self._record = record
        self._calls = 0
        self._said: dict[str, list[str]] = {}

    def init(self, *, locked: bool, backend: Mapping[str, Path]) -> None:
        """`locked`: the providers are those of the lock file. `backend`: the paths of a local backend."""
        arguments = ["init", "-input=false", "-no-color"]
        arguments += ["-lockfile=readonly"] if locked else []
        arguments += [f"-backend-config={name}={path}" for name, path in backend.items()]
        if self._call("init", arguments).overridden:
            raise Refused("the CLI configuration puts other providers in the place of those that were installed")

    def plan(self) -> None:
        """Leaves the workspace's `plan`."""
        arguments = ["plan", "-input=false", "-json", f"-out={self._workspace.plan}"]
        self._call("plan", arguments, rests_on_state=True)

    def show(self) -> tuple[Plan, str]:
        """The plan, whose JSON is left in the workspace, and its text, without secrets."""
        plan, text = str(self._workspace.plan), self._workspace.root / "plan.txt"
        self._call("show", ["show", "-json", plan], self._workspace.plan_json)
        self._workspace.admit(self._workspace.plan_json)
        try:
            read = read_plan(read_document(self._workspace.plan_json))
            self._record.secrets |= secrets_of_plan(read)
        except DocumentError as error:
            raise CouldNotDeploy(f"the JSON of the plan {error}") from None
        self._keep_logs()
        self._call("show", ["show", "-no-color", plan], text)
        return read, self._record.clean(text.read_text(encoding="utf-8", errors="replace"))

    def apply(self, changes: Changes, app: Path) -> None:
        """Apply the workspace's plan. A state that cannot be written to its backend is kept in the app's folder."""
        messages, log = Messages(), GrowingLog(self._record, "apply.log")

        def hear(line: str) -> None:
            log.write(messages.read(line))

        def tick() -> None:
            self._record.tick(f"{changes.done(messages.done)} of {len(changes.operations)} resources, ")

        arguments = ["apply", "-input=false", "-json", str(self._workspace.plan)]
        self._terraform.signals.check()
        self._record.outcome = "apply was begun, and the state has what was done"
        try:
            status = self._terraform.run(arguments, self._raw("apply"), hear, tick, changes=True)
        finally:
            log.close()
        done = f"{changes.done(messages.done)} of {len(changes.operations)} resources were done"
        kept = self._keep_state(app) or "the state has them"
        self._record.outcome = f"{done}, {kept}; the log is {log.file}"
        self._terraform.signals.check()
        if status != 0:
            raise CouldNotDeploy(f"apply failed: {self._reason(messages)}")
        if self._workspace.states():
            raise CouldNotDeploy("apply did not write the state to where it belongs")
        if log.problem:
            raise CouldNotDeploy(f"{log.file} cannot be written: {log.problem}")

    def _call(
        self, step: str, arguments: Sequence[str], answer: Path | None = None, rests_on_state: bool = False
    ) -> Messages:
        messages, lines = Messages(), self._said.setdefault(step, [])

        def hear(line: str) -> None:
            lines.append(messages.read(line))

        status = self._terraform.run(arguments, self._raw(step), hear, self._record.tick, answer=answer)
        if status != 0 and rests_on_state and not self._terraform.signals.received:
            self._learn_state()
        self._keep_logs()
        self._terraform.signals.check()
        if status != 0:
            raise CouldNotDeploy(
                f"{step} failed: {self._reason(messages)}; the log is {self._record.folder / f'{step}.log'}"
            )
        return messages

    def _keep_logs(self) -> None:
        """Write the logs of all steps until now: what was a secret in the first is known after the last alone."""
        for step, lines in self._said.items():
            self._record.log(f"{step}.log", filter(None, lines))

    def _learn_state(self) -> None:
        """Find the secrets of the state, which an error may hold; what cannot be had is not searched."""
        file = self._workspace.root / "state.json"
        if self._terraform.run(["show", "-json"], self._raw("state"), lambda _: None, answer=file) == 0:
            with suppress(DocumentError):
                self._record.secrets |= secrets_of_state(read_document(file))

    def _keep_state(self, app: Path) -> str | None:
        """Save the state that could not be written where it belongs; gives what to do with it."""
        errored = self._terraform.folder / ERRORED_STATE
        if errored.exists():
            kept = errored_state(app, self._record.stack)
            with suppress(OSError):
                errored.chmod(0o600)
                shutil.move(errored, kept)
            kept = errored if errored.exists() else kept
            return f"the state could not be written and lies in {kept}: see `terraform state push`"
        for state in self._workspace.states():
            return f"the state lies in {state}, where the next deploy does not look for it: move it away from there"
        return None

    def _raw(self, step: str) -> Path:
        self._calls += 1
        return self._workspace.root / f"{step}-{self._calls}.raw"

    def _reason(self, messages: Messages) -> str:
        return self._record.clean(visible(messages.first_error))
