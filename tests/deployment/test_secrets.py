"""No key, no credential and no secret of state or plan is in what is shown or left."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stackgate.deployment.ending import CouldNotDeploy

from .conftest import BACKEND, CHANGES, behave, write
from .plans import change
from .project import DOCUMENT, Project

KEY = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIBvZ0f7o1y8uGmZxq3kd\n-----END PRIVATE KEY-----\n"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIAQ7XGJ4M2WZP5LTNB",
    "AWS_SECRET_ACCESS_KEY": "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",
    "AWS_SESSION_TOKEN": "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUC",
    "STACKGATE_KEY": KEY,
    "TF_TOKEN_app_terraform_io": "xyz7Kq.atlasv1.9dJw2nR5",
    "DB_PASSWORD": "Tr0ub4dor&3-x",
    "TF_VAR_pin": "blue-harvest-77",
}
IN_DOCUMENT = "doc-Sup3rS3cret!"
IN_STATE = "state-0ld-S3cret!"
IN_PLAN = "plan-N3w-S3cret!"
MARKED = "marked by provider"
SECRETS = (*CREDENTIALS.values(), *KEY.splitlines()[1:2], IN_DOCUMENT, IN_STATE, IN_PLAN, MARKED)
EVERYTHING = " | ".join(secret.replace("\n", "\\n") for secret in SECRETS)


def _talk() -> str:
    """Code that makes Terraform print all it knows, in plain text and as a diagnostic."""
    diagnostic = {"severity": "warning", "summary": "oh", "detail": EVERYTHING, "snippet": {"code": EVERYTHING}}
    line = json.dumps({"@message": EVERYTHING, "type": "diagnostic", "diagnostic": diagnostic})
    return f"print({line!r}); print({EVERYTHING!r}); print({EVERYTHING!r}, file=sys.stderr)"


@pytest.fixture
def talking(project: Project) -> Project:
    """A project whose Terraform prints every secret at every step."""
    project.environment = dict(CREDENTIALS)
    project.variables = ("TF_VAR_pin",)
    variables = {"pin": {"type": "string", "sensitive": True}}
    resources = {"a": {"input": {"DB_PASSWORD": IN_DOCUMENT}}}
    write(project.out / DOCUMENT, {**BACKEND, "variable": variables, "resource": {"terraform_data": resources}})
    tell(project)
    return project


def tell(project: Project, **behaviour: Any) -> None:
    changes = [
        change("a", "update", before={"input": {"DB_PASSWORD": IN_STATE}}, after={"input": {"DB_PASSWORD": IN_PLAN}}),
        change("b", "create", after={"input": MARKED}, sensitive={"input": True}),
    ]
    talk: dict[str, dict[str, Any]] = {step: {"before": _talk()} for step in ("init", "plan", "show", "apply")}
    for step, told in behaviour.items():
        talk[step] = {**talk[step], **told}
    resource = {"address": "terraform_data.a", "mode": "managed", "type": "terraform_data", "name": "a"}
    held = {**resource, "values": {"input": {"DB_PASSWORD": IN_STATE}, "marked": MARKED, "new": IN_PLAN}}
    held["sensitive_values"] = {"marked": True, "new": True}
    state = {"format_version": "1.0", "values": {"root_module": {"resources": [held]}}}
    behave(project, *changes, text=EVERYTHING, state=state, **talk)


def leaks(project: Project, *texts: str) -> list[str]:
    """Where a secret stands: in a text, or in a file of the folder `deploy`."""
    everything = {str(number): text for number, text in enumerate((*texts, *project.shown, *project.told))}
    left = [path for path in (project.out / "deploy").rglob("*") if path.is_file()]
    everything |= {path.name: path.read_bytes().decode() for path in left}
    return [f"{where}: {secret}" for where, text in everything.items() for secret in SECRETS if secret in text]


def test_none_is_in_what_is_shown_or_left(talking: Project, capfd: pytest.CaptureFixture[str]) -> None:
    talking.deploy()
    assert leaks(talking, *capfd.readouterr()) == []
    assert len(talking.applied.splitlines()) == 2
    for log in ("init.log", "plan.log", "show.log", "apply.log", "plan.txt"):
        assert "(secret, " in (talking.record / log).read_text()


def test_the_fake_terraform_had_them_to_tell(talking: Project) -> None:
    """Without this, the test above could pass because nothing was printed."""
    talking.deploy()
    seen = talking.calls[0]["environment"]
    assert seen["AWS_SECRET_ACCESS_KEY"] == CREDENTIALS["AWS_SECRET_ACCESS_KEY"]
    assert "STACKGATE_KEY" not in seen
    assert IN_PLAN in (talking.home / "applied").read_text()


@pytest.mark.parametrize("step", ["init", "plan", "apply"])
def test_none_is_in_what_a_failing_step_leaves(talking: Project, capfd: pytest.CaptureFixture[str], step: str) -> None:
    of_state = (IN_STATE, IN_PLAN, MARKED)  # `init` reads no state, and nothing of it is known then
    told = " | ".join(secret.replace("\n", "\\n") for secret in SECRETS if step != "init" or secret not in of_state)
    diagnostic = {"severity": "error", "summary": told, "detail": told}
    line = json.dumps({"@message": told, "type": "diagnostic", "diagnostic": diagnostic})
    tell(talking, **{step: {"before": f"print({line!r}); sys.exit(1)"}})
    with pytest.raises(CouldNotDeploy) as ended:
        talking.deploy()
    assert leaks(talking, str(ended.value), *capfd.readouterr()) == []
    assert "(secret, " in str(ended.value)


def test_what_no_secret_is_stays_readable(project: Project) -> None:
    project.environment = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    behave(project, *CHANGES, text="a testing text")
    project.deploy()
    assert (project.record / "plan.txt").read_text() == "a testing text\n"


def test_what_a_failing_script_printed_is_neither_told_nor_kept(project: Project) -> None:
    detail = 'Error running command "./x": exit status 1. Output: the pin is\n\nblue-harvest-77'
    behave(project, fails_at="terraform_data.b", detail=detail)
    with pytest.raises(CouldNotDeploy, match="exit status 1\\.;") as ended:
        project.deploy()
    log = (project.record / "apply.log").read_text()
    assert "exit status 1." in log
    assert [text for text in (str(ended.value), log) if "pin is" in text or "blue-harvest-77" in text] == []
