"""The chain of one stack, from a seal to an apply.

Verify, copy what was sealed, init, plan, judge the plan, ask, take the digests again, apply exactly that plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stackgate.deployment.changes import Changes, changes_of
from stackgate.deployment.ending import CouldNotDeploy, Refused
from stackgate.deployment.record import Record
from stackgate.deployment.session import Session
from stackgate.deployment.signals import Signals
from stackgate.deployment.stacks import Stack, refuse_modules_outside, sensitive_variables
from stackgate.deployment.states import local_paths, refuse_forgotten_state
from stackgate.deployment.terms import Asked, Terms
from stackgate.deployment.terraform import Terraform
from stackgate.deployment.variables import secrets_of_environment, terraform_environment
from stackgate.deployment.workspace import Workspace, refuse_side_files
from stackgate.document import DocumentError
from stackgate.out_folder import CDKTF_OUT
from stackgate.reports import render
from stackgate.reports.text import visible
from stackgate.seal.verification import Sealed
from stackgate.settings import LOCK_FILE
from stackgate.subject import Input, Subject, read_subject


@dataclass
class Chain:
    """One stack's deploy; `lock` is the file that keeps other deploys away."""

    terms: Terms
    stack: Stack
    record: Record
    signals: Signals
    lock: int
    _asked: Asked = field(default_factory=list, init=False)

    def run(self) -> Changes:
        """Deploy the stack, and give the changes that were made; the private folder is gone afterwards.

        Raises Refused, CouldNotDeploy, Interrupted, and OSError where something cannot be written.
        """
        with self.record.step("verify"):
            sealed = self._verify()
        with self.signals.held():
            workspace = Workspace()
        try:
            return self._run(sealed, workspace)
        finally:
            with self.signals.held():
                workspace.remove()

    def _run(self, sealed: Sealed, workspace: Workspace) -> Changes:
        step = self.record.step
        self.record.journal.facts["workspace"] = str(workspace.root)
        with step("copy"):
            subject = self._copy(sealed, workspace)
        terraform = Terraform(
            self.terms.settings.deploy.command,
            workspace.copy / self.stack.folder,
            terraform_environment(self.terms.environ),
            self.signals,
            self.lock,
        )
        session = Session(terraform, workspace, self.record)
        with step("init"):
            self._init(session, workspace, subject)
        with step("plan"):
            session.plan()
            self.record.journal.facts["plan_sha256"] = workspace.admit(workspace.plan)
            workspace.refuse_differences()
        with step("show"):
            changes = self._show(session, workspace)
        with step("judge"):
            self._judge(workspace, changes)
        if changes.is_applyable:
            with step("approve"):
                self._approve(changes)
            with step("compare"):
                self.terms.verify()
                workspace.refuse_differences()
            with step("apply"):
                session.apply(changes, self.terms.app)
        return changes

    def _verify(self) -> Sealed:
        sealed = self.terms.verify()
        refuse_side_files(self.terms.out, self.stack.folder, sealed.files)
        if self.stack.document not in sealed.documents:
            raise Refused(f"{self._shown} was not judged")
        self._asked = self.terms.undecided(self.stack)
        return sealed

    def _copy(self, sealed: Sealed, workspace: Workspace) -> Subject:
        """The document of the private copy, whose secrets are known from now on."""
        workspace.take(self.terms.out, sealed.files)
        lock_file = self.terms.settings.deploy.lock_file
        if sealed.lock_file and lock_file:
            workspace.take_lock_file(lock_file, sealed.lock_file, self.stack.folder)
        try:
            subject = read_subject(Input(workspace.copy / self.stack.document, self._shown))
            secrets = subject.secrets
        except DocumentError as error:
            raise CouldNotDeploy(f"{self._shown} {error}") from None
        content = subject.document.content
        environment = secrets_of_environment(self.terms.environ, sensitive_variables(content))
        self.record.secrets = secrets | environment
        refuse_modules_outside(content, workspace.copy / self.stack.folder, workspace.copy / CDKTF_OUT)
        return subject

    def _init(self, session: Session, workspace: Workspace, subject: Subject) -> None:
        content, app = subject.document.content, self.terms.app
        synthesized = (self.terms.out / self.stack.folder, app / self.stack.folder)  # the latter by `cdktf deploy`
        refuse_forgotten_state(content, self.stack, synthesized, app, self.terms.environ)
        locked = (workspace.copy / self.stack.folder / LOCK_FILE).exists()
        session.init(locked=locked, backend=local_paths(content, app))
        workspace.admit_initialized(self.stack.folder)

    def _show(self, session: Session, workspace: Workspace) -> Changes:
        plan, text = session.show()
        workspace.refuse_differences()
        self.record.keep("plan.txt", text)
        self.terms.show("".join(f"{visible(line)}\n" for line in text.splitlines()))
        return changes_of(plan)

    def _judge(self, workspace: Workspace, changes: Changes) -> None:
        self.terms.verify()  # what judges now must still be what judged the document
        document = workspace.copy / self.stack.document
        verdict = self.terms.judge(workspace.plan_json, document, f"the plan of {self.stack.name}", self._asked)
        self.signals.check()
        verdict = self.record.clean_verdict(verdict)
        self.record.keep("plan-verdict.json", render(verdict, "json"))
        self.terms.show(render(verdict, "text"))
        self.terms.show(f"{self.stack.name} in {self.terms.environment}: {changes}\n")
        for error in verdict.errors:
            raise CouldNotDeploy(f"the plan could not be judged: {error.where}: {error.message}")
        if verdict.decision != "allowed":
            raise Refused("the plan is blocked: nothing was applied")
        workspace.refuse_differences()

    def _approve(self, changes: Changes) -> None:
        if not self.terms.approve(f"Apply this plan of {self.stack.name} to {self.terms.environment} ({changes})?"):
            raise Refused("the plan was not approved: nothing was applied")
        self.signals.check()

    @property
    def _shown(self) -> str:
        return str(self.terms.out / self.stack.document)
