"""The bundled stack: its settings are checked; what it synthesizes is named, pinned and free of secrets."""

import copy
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from stack.settings import Settings, SettingsError, choose, read_context

REPOSITORY = Path(__file__).parent.parent.parent
ENVIRONMENTS = ("dev", "staging", "prod")
CONTEXT = read_context(environ={})
Document = dict[str, Any]
PLAINLY = """
import runpy, sys
from importlib.util import find_spec, module_from_spec
sys.modules["cdktf_cdktf_provider_aws"] = module_from_spec(find_spec("cdktf_cdktf_provider_aws"))
runpy.run_module("stack", run_name="__main__", alter_sys=True)
"""
"""`python -m stack` without the gate's hook. Only the provider's __init__ is left out: it takes 10 s to import all."""


def run_stack(*arguments: str, out: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the stack as a person would: the documents go to `out`, `variables` are added to the environment."""
    environment = os.environ | {"CDKTF_OUTDIR": str(out), "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20"}
    return subprocess.run(
        [sys.executable, "-c", PLAINLY, *arguments],
        cwd=REPOSITORY,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(params=ENVIRONMENTS)
def environment(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def document(synthesized: Callable[[str], Path], environment: str) -> Document:
    return read(synthesized(environment))


def read(path: Path) -> Document:
    document: Document = json.loads(path.read_text(encoding="utf-8"))
    return document


def resources(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for kind, named in document["resource"].items():
        for name, attributes in named.items():
            yield kind, name, attributes


# Settings


def values_with(**changes: object) -> dict[str, Any]:
    return {**copy.deepcopy(CONTEXT["environments"]["prod"]), **changes}


def test_every_environment_has_good_settings(environment: str) -> None:
    assert choose(CONTEXT, environment).environment == environment


def test_the_environments_are_the_three() -> None:
    assert set(CONTEXT["environments"]) == set(ENVIRONMENTS)
    assert choose(CONTEXT).environment == "prod"


@pytest.mark.parametrize("key", sorted(CONTEXT["environments"]["prod"]))
def test_a_missing_setting_is_named(key: str) -> None:
    values = values_with()
    del values[key]
    with pytest.raises(SettingsError, match=rf"^environment prod: {key} is missing$"):
        Settings.check("prod", values)


@pytest.mark.parametrize("key", sorted(CONTEXT["environments"]["prod"]))
@pytest.mark.parametrize("value", [[], {}, "", -1, 3.7, "\u0661" * 12])
def test_a_value_of_the_wrong_kind_is_named(key: str, value: object) -> None:
    with pytest.raises(SettingsError, match=rf"^environment prod: {key} is .*, expected "):
        Settings.check("prod", values_with(**{key: value}))


def test_an_unknown_setting_is_named_but_not_its_value() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.check("prod", values_with(database_password="hunter2"))
    assert str(raised.value) == "environment prod: database_password is not a setting"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("account", 777788889999),
        ("region", "us-gov-west-1"),
        ("zones", ["eu-west-1a"]),
        ("zones", ["eu-west-1a", "eu-west-1a"]),
        ("zones", ["eu-west-1a", "eu-central-1b"]),
        ("cidr", "10.40.0.1/16"),
        ("cidr", "10.40.0.0/255.255.0.0"),
        ("cidr", "8.8.0.0/16"),
        ("cidr", "10.40.0.0/28"),
        ("nat_gateways", 1),
        ("nat_gateways", True),
        ("image_tag", "latest"),
        ("task_cpu", 513),
        ("task_memory", 512),
        ("task_memory", 2049),
        ("task_min", 1),
        ("task_max", 1),
        ("database_engine_version", "16"),
        ("database_min_acu", 0.75),
        ("database_min_acu", True),
        ("database_max_acu", 1),
        ("database_max_acu", float("nan")),
        ("backup_days", 6),
        ("deletion_protection", "true"),
        ("deletion_protection", False),
        ("log_retention_days", 30),
        ("log_retention_days", 366),
        ("alarm_email", "nobody"),
        ("state_bucket", None),
        ("state_bucket", "UPPER"),
    ],
)
def test_a_value_out_of_range_is_named(key: str, value: object) -> None:
    with pytest.raises(SettingsError, match=rf"^environment prod: {key} is .*, expected "):
        Settings.check("prod", values_with(**{key: value}))


@pytest.mark.parametrize(
    ("key", "value"),
    [("nat_gateways", 1), ("deletion_protection", False), ("log_retention_days", 30), ("task_min", 1)],
)
def test_dev_alone_may_be_cheap(key: str, value: object) -> None:
    assert getattr(Settings.check("dev", values_with(**{key: value})), key) == value


@pytest.mark.parametrize("name", ["", "p", "Prod", "pro d", "production-eu", "1prod", "a" * 13])
def test_an_environment_has_a_short_name(name: str) -> None:
    with pytest.raises(SettingsError, match=r"^environment '"):
        Settings.check(name, values_with())


@pytest.mark.parametrize("values", [None, [], "prod"])
def test_an_environment_is_an_object(values: object) -> None:
    with pytest.raises(SettingsError, match=r"^environment prod: expected an object"):
        Settings.check("prod", values)


@pytest.mark.parametrize("context", [{}, {"environments": []}, {"environment": "qa", "environments": {"prod": {}}}])
def test_a_context_without_the_environment_is_an_error(context: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        choose(context)


def test_the_variable_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "cdktf.json"
    file.write_text('{"context": {"environment": "prod", "kept": 1}}', encoding="utf-8")
    environ = {"CDKTF_CONTEXT_JSON": '{"environment": "dev"}'}
    assert read_context(file, environ) == {"environment": "dev", "kept": 1}
    assert read_context(tmp_path / "none.json", environ) == {"environment": "dev"}


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "1", '{"context": 1}'])
def test_a_file_that_is_no_context_is_an_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "cdktf.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="is not a JSON object"):
        read_context(file, {})


@pytest.mark.parametrize("text", ["{", "[1]", '"x"', "1"])
def test_a_variable_that_is_no_context_is_an_error(text: str) -> None:
    with pytest.raises(SettingsError, match="is not a JSON object"):
        read_context(environ={"CDKTF_CONTEXT_JSON": text})


# Synthesis

# The attributes that name something in an AWS account.
NAMES = (
    "alarm_name",
    "cluster_identifier",
    "dashboard_name",
    "family",
    "final_snapshot_identifier",
    "identifier",
    "name",
)
SHORTEST_LIMIT = 63
# Here the attribute names something of AWS.
FOREIGN = {"aws_rds_cluster_parameter_group": {"family"}}


def test_the_suffix_is_in_every_name(document: Document, environment: str) -> None:
    named = 0
    for kind, name, attributes in resources(document):
        own = {key: attributes[key] for key in NAMES if key in attributes and key not in FOREIGN.get(kind, ())}
        own |= attributes.get("tags", {})
        for key, value in own.items():
            if not value.startswith("${"):
                named += 1
                assert re.search(rf"-{environment}\b", value), f"{kind}.{name}: {key} is {value}"
                assert value.startswith("/") or len(value) <= SHORTEST_LIMIT, f"{kind}.{name}: {value} is too long"
    assert named > len(document["resource"])


def test_what_can_be_tagged_has_a_name(document: Document) -> None:
    untagged = {kind for kind, _, attributes in resources(document) if "Name" not in attributes.get("tags", {})}
    assert untagged == {
        "aws_appautoscaling_policy",
        "aws_cloudwatch_dashboard",
        "aws_ecs_cluster_capacity_providers",
        "aws_iam_role_policy",
        "aws_iam_role_policy_attachment",
        "aws_kms_alias",
        "aws_route",
        "aws_route_table_association",
        "aws_sns_topic_policy",
        "aws_sqs_queue_policy",
        "aws_sqs_queue_redrive_allow_policy",
    } | ({"aws_sns_topic_subscription"} & set(document["resource"]))


def test_no_environment_knows_another(synthesized: Callable[[str], Path], environment: str) -> None:
    text = synthesized(environment).read_text(encoding="utf-8")
    for other in set(ENVIRONMENTS) - {environment}:
        assert not re.search(rf"-{other}\b", text)
        assert CONTEXT["environments"][other]["account"] not in text


def test_a_person_s_own_run_gives_the_same_bytes(synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    context = json.dumps({"environment": "dev"})
    done = run_stack(out=tmp_path, PYTHONHASHSEED="20261123", CDKTF_CONTEXT_JSON=context)
    assert done.returncode == 0, done.stderr
    again = tmp_path / "stacks" / "streamflix" / "cdk.tf.json"
    assert again.read_bytes() == synthesized("dev").read_bytes()


def test_a_bad_environment_is_one_sentence(tmp_path: Path) -> None:
    done = run_stack("nowhere", out=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "stack: environment nowhere is not in the context, which has dev, prod, staging\n"
    assert not list(tmp_path.iterdir())


def test_the_provider_is_of_the_installed_generation(document: Document) -> None:
    binding = int(version("cdktf-cdktf-provider-aws").split(".")[0])
    expected = {21: "~> 6.25", 19: "~> 5.99"}[binding]
    assert document["terraform"]["required_providers"]["aws"]["version"] == expected


def test_the_state_is_locked_and_encrypted_outside_dev(document: Document, environment: str) -> None:
    backend = document["terraform"]["backend"]
    if environment == "dev":
        assert backend == {"local": {"path": "terraform.dev.tfstate"}}
    else:
        assert backend["s3"]["encrypt"] is True
        assert backend["s3"]["use_lockfile"] is True
        assert environment in backend["s3"]["key"]


def test_a_plan_needs_no_credentials(document: Document) -> None:
    assert "data" not in document


def test_no_path_of_this_machine_is_in_the_document(synthesized: Callable[[str], Path], environment: str) -> None:
    text = synthesized(environment).read_text(encoding="utf-8")
    assert str(REPOSITORY) not in text
    assert sys.prefix not in text


def test_an_address_is_the_construct_path(document: Document) -> None:
    for _, name, attributes in resources(document):
        assert attributes["//"]["metadata"]["path"].split("/", 1)[1].replace("/", "_") == name


def test_no_secret_stands_in_the_document(document: Document) -> None:
    secret = re.compile(r"password|secret|token|credential|private_?key|access_?key", re.IGNORECASE)
    for kind, name, attributes in resources(document):
        for key, value in attributes.items():
            if secret.search(key) and isinstance(value, str):
                assert value.startswith("${"), f"{kind}.{name}: {key}"
    [task] = document["resource"]["aws_ecs_task_definition"].values()
    [container] = json.loads(task["container_definitions"])
    for variable in container["environment"]:
        assert variable["value"].startswith("${") or not secret.search(variable["name"]), variable["name"]
    assert all(each["valueFrom"].startswith("${aws_rds_cluster.") for each in container["secrets"])
    assert not re.search(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b|BEGIN [A-Z ]*PRIVATE KEY", json.dumps(document))


def test_no_right_is_a_wildcard(document: Document) -> None:
    """Only key policies, whose resource is the key itself, and the one action of ECR that has no resource say `*`."""
    checked = 0
    for kind, name, attributes in resources(document):
        for statement in json.loads(attributes.get("policy") or '{"Statement": []}')["Statement"]:
            if statement["Effect"] == "Allow":
                checked += 1
                assert not any("*" in action for action in statement["Action"]), f"{kind}.{name}"
                if kind != "aws_kms_key" and statement["Action"] != ["ecr:GetAuthorizationToken"]:
                    assert statement["Resource"] != "*", f"{kind}.{name}"
    assert checked
