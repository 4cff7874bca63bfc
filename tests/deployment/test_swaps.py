"""What is swapped at a boundary between two steps is never applied, and is named."""

from __future__ import annotations

import pytest

from stackgate.deployment.ending import Refused

from .conftest import behave, write
from .project import ASSET, DOCUMENT, Project

STEPS = ("init", "plan", "show_json", "show")


def _append(pattern: str) -> str:
    """Code that appends a blank to every file of a pattern, relative to the folder in which Terraform runs."""
    return f"import glob\nfor path in glob.glob({pattern!r}):\n    open(path, 'a').write(' ')"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("cdk.tf.json", f"{DOCUMENT} is not what was judged"),
        ("assets/code.zip", f"{ASSET} is not what was judged"),
        (".terraform.lock.hcl", r"\.terraform\.lock\.hcl is not what was judged"),
        ("../../manifest.json", r"manifest\.json is not what was judged"),
    ],
)
def test_a_file_of_the_copy_that_changes_is_named(project: Project, step: str, file: str, named: str) -> None:
    behave(project, **{step: {"after": _append(file)}})
    with pytest.raises(Refused, match=named):
        project.deploy()
    assert project.applied == ""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "name", ["more.tf", "more.tf.json", "a_override.tf.json", "x.auto.tfvars", "terraform.tfvars.json", "assets/new.py"]
)
def test_a_file_that_appears_in_the_copy_is_named(project: Project, step: str, name: str) -> None:
    behave(project, **{step: {"after": f"open({name!r}, 'w').write('x')"}})
    with pytest.raises(Refused, match=f"{name} was not judged, and lies in the private copy"):
        project.deploy()
    assert project.applied == ""


@pytest.mark.parametrize("step", STEPS)
def test_a_file_of_the_copy_that_is_gone_is_named(project: Project, step: str) -> None:
    behave(project, **{step: {"after": "os.unlink('assets/code.zip')"}})
    with pytest.raises(Refused, match=f"{ASSET} is missing"):
        project.deploy()
    assert project.applied == ""


@pytest.mark.parametrize("step", ["show_json", "show"])
def test_another_plan_is_named(project: Project, step: str) -> None:
    behave(project, **{step: {"after": _append("../../../../plan")}})
    with pytest.raises(Refused, match="plan is not what was judged"):
        project.deploy()
    assert project.applied == ""


def test_another_json_of_the_plan_is_named(project: Project) -> None:
    behave(project, show={"after": _append("../../../../plan.json")})
    with pytest.raises(Refused, match=r"plan\.json is not what was judged"):
        project.deploy()
    assert project.applied == ""


@pytest.mark.parametrize("step", ["plan", "show_json", "show"])
def test_what_init_has_put_there_may_not_change_any_more(project: Project, step: str) -> None:
    project.lock_file = False
    behave(project, **{step: {"after": _append(".terraform.lock.hcl")}})
    with pytest.raises(Refused, match=r"\.terraform\.lock\.hcl is not what was judged"):
        project.deploy()


@pytest.mark.parametrize("step", STEPS)
def test_rules_that_change_meanwhile_are_named(project: Project, step: str) -> None:
    behave(project, **{step: {"after": _append("../../../../../../rules.py")}})
    with pytest.raises(Refused, match=r"rules\.py is not what judged"):
        project.deploy()
    assert project.applied == ""


@pytest.mark.parametrize("step", ["judge", "approve"])
def test_what_changes_while_the_plan_is_judged_or_approved_is_named(project: Project, step: str) -> None:
    terms = project.terms()

    def change_the_copy(*_: object) -> bool:
        (folder,) = (project.home / "private").iterdir()
        (folder / "plan").write_text("another plan")
        return True

    if step == "approve":
        object.__setattr__(terms, "approve", change_the_copy)
    else:
        judge = terms.judge
        object.__setattr__(terms, "judge", lambda *given: change_the_copy() and judge(*given))
    project.terms = lambda: terms  # type: ignore[method-assign]
    with pytest.raises(Refused, match="plan is not what was judged"):
        project.deploy()
    assert project.applied == ""


def test_the_original_document_does_not_matter_once_it_is_copied(project: Project) -> None:
    """The stand-in for the seal does not look again; the real one does, and refuses."""
    behave(project, init={"before": f"open({str(project.out / DOCUMENT)!r}, 'w').write('swapped')"})
    project.deploy()
    assert "a-1" in project.applied


@pytest.mark.parametrize("name", [DOCUMENT, ASSET])
def test_a_file_that_changes_between_seal_and_copy_is_named(project: Project, name: str) -> None:
    terms = project.terms()
    (project.out / name).write_text("{}")
    project.terms = lambda: terms  # type: ignore[method-assign]
    with pytest.raises(Refused, match=f"{name} is not what was judged"):
        project.deploy()
    assert project.calls == []


def test_a_lock_file_that_changes_between_seal_and_copy_is_named(project: Project) -> None:
    terms = project.terms()
    write(project.home / ".terraform.lock.hcl", "# another\n")
    project.terms = lambda: terms  # type: ignore[method-assign]
    with pytest.raises(Refused, match=r"lock\.hcl is not what was judged"):
        project.deploy()


@pytest.mark.parametrize(
    "name", ["more.tf", "override.tf.json", "terraform.tfvars", "x.auto.tfvars.json", "more.tofu", "more.tofu.json"]
)
def test_a_side_file_beside_the_document_is_named(project: Project, name: str) -> None:
    terms = project.terms()
    write(project.out / DOCUMENT.replace("cdk.tf.json", name), "x")
    project.terms = lambda: terms  # type: ignore[method-assign]
    with pytest.raises(Refused, match=f"{name} was not judged, and Terraform reads it"):
        project.deploy()
    assert project.calls == []


def test_a_link_out_of_the_copy_is_named(project: Project) -> None:
    code = "os.makedirs('.terraform/modules'); os.symlink('/etc', '.terraform/modules/net')"
    behave(project, init={"after": code})
    with pytest.raises(Refused, match=r"modules/net leads to /etc"):
        project.deploy()


def test_providers_that_the_cli_configuration_overrides_are_refused(project: Project) -> None:
    behave(project, init={"after": "print('| Warning: Provider development overrides are in effect')"})
    with pytest.raises(Refused, match="puts other providers in the place"):
        project.deploy()


@pytest.mark.parametrize(
    "name",
    [
        "TF_VAR_image",
        "TF_CLI_ARGS",
        "TF_CLI_ARGS_plan",
        "TF_WORKSPACE",
        "TF_DATA_DIR",
        "TF_REATTACH_PROVIDERS",
        "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE",
        "TF_HTTP_ADDRESS",
        "TF_ENCRYPTION",
    ],
)
def test_a_variable_that_is_not_declared_is_named_without_its_value(project: Project, name: str) -> None:
    project.environment = {name: "a-value-of-it", "TF_VAR_other": "x"}
    with pytest.raises(Refused) as refused:
        project.deploy()
    assert [line.split()[0] for line in refused.value.lines] == sorted([name, "TF_VAR_other"])
    assert "a-value-of-it" not in str(refused.value)
    project.variables = (name, "TF_VAR_other")
    project.deploy()
    assert project.applied


def test_what_reaches_terraform(project: Project) -> None:
    project.environment = {"TF_LOG": "TRACE", "TF_LOG_PATH": "x", "STACKGATE_KEY": "x", "AWS_REGION": "eu-west-1"}
    project.environment |= {"TF_CLI_CONFIG_FILE": "mirror.tfrc", "TF_DATA_DIR": "elsewhere"}
    project.variables = ("TF_DATA_DIR",)
    project.deploy()
    seen = project.calls[0]["environment"]
    assert not seen.keys() & {"TF_LOG", "TF_LOG_PATH", "TF_DATA_DIR", "STACKGATE_KEY"}
    assert (seen["AWS_REGION"], seen["TF_IN_AUTOMATION"]) == ("eu-west-1", "1")
    assert seen["TF_CLI_CONFIG_FILE"].startswith("/")
