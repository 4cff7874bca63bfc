"""Real plans: their graph has the plan's addresses, and the plan decides what the document leaves open."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stackgate.address import parse_address
from stackgate.document import read_document
from stackgate.finding import Decided, Verdict
from stackgate.graph import Graph
from stackgate.plan import planned_graph, read_plan
from stackgate.resolver.overlay import agree
from stackgate.run import Run
from stackgate.settings import Settings
from stackgate.values import Undecidable, known

HERE = Path(__file__).parent
DOCUMENT = json.loads((HERE / "plan_forms" / "cdk.tf.json").read_text(encoding="utf-8"))
GIVEN = {"encrypted": "true", "password": "n0t-in-any-report", "zones": '["a", "b"]'}
RELAXED = {
    "terraform": {"backend": {"local": {"path": "terraform.tfstate"}}},
    "provider": {
        "aws": {
            "region": "eu-west-1",
            "skip_credentials_validation": True,
            "skip_metadata_api_check": "true",
            "skip_region_validation": True,
            "skip_requesting_account_id": True,
        }
    },
}
"""What lets a plan be made without AWS, where no data source asks it."""
ARN = "arn:aws:x:eu-west-1:111122223333:"
OF_DATABASE = {
    "availability_zones": ["eu-west-1a"],
    "cluster_resource_id": "cluster-ABC",
    "endpoint": "cluster.example.com",
    "kms_key_id": f"{ARN}aws_kms_key.keys_database",
    "master_user_secret": [{"kms_key_id": "k", "secret_arn": f"{ARN}secret", "secret_status": "active"}],
    "reader_endpoint": "reader.example.com",
}
"""Of the stack's database, what the rest of the stack asks for, or cannot change without replacing it."""
SETTINGS = {"AWS_ACCESS_KEY_ID": "fake", "AWS_SECRET_ACCESS_KEY": "fake", "TF_IN_AUTOMATION": "1"}
RUN = Run(Settings(), "dev")

MakePlan = Callable[..., Path]


@pytest.fixture
def make_plan(terraform: Any) -> MakePlan:
    """A function from a folder with a cdk.tf.json, a state and variables to the file of the plan's JSON."""

    def run(folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["terraform", *arguments],
            cwd=folder,
            env=os.environ | SETTINGS,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def make(folder: Path, *options: str, state: dict[str, Any] | None = None, **variables: str) -> Path:
        (folder / "local_override.tf.json").write_text(json.dumps(RELAXED), encoding="utf-8")
        (folder / "terraform.tfstate").unlink(missing_ok=True)
        if state:
            (folder / "terraform.tfstate").write_text(json.dumps(state), encoding="utf-8")
        run(folder, "init", "-input=false", f"-plugin-dir={terraform.home / '.terraform' / 'providers'}")
        given = [f"-var={name}={value}" for name, value in variables.items()]
        run(folder, "plan", "-input=false", "-refresh=false", "-out=plan", *options, *given)
        file = folder / "plan.json"
        file.write_text(run(folder, "show", "-json", "plan"), encoding="utf-8")
        return file

    return make


def applied(plan: Path, *kinds: str) -> dict[str, Any]:
    """The state that a plan would have left, of all types or some, made-up values in place of those of AWS."""
    resources = []
    for entry in json.loads(plan.read_text(encoding="utf-8"))["resource_changes"]:
        address, change = parse_address(entry["address"]), entry["change"]
        if kinds and address.type not in kinds:
            continue
        unknown = [name for name, mark in change["after_unknown"].items() if mark is True]
        made_up = {name: f"{name}-of-{entry['address']}" for name in unknown if name in ("id", "key_id", "url")}
        made_up |= {name: f"{ARN}{entry['address']}" for name in unknown if name == "arn"}
        made_up |= OF_DATABASE if address.type == "aws_rds_cluster" else {}
        instance = {"schema_version": 0, "attributes": change["after"] | made_up, "sensitive_attributes": []}
        if "index" in entry:
            instance["index_key"] = entry["index"]
        module = {"module": entry["module_address"]} if "module_address" in entry else {}
        resources.append(
            {
                "mode": entry["mode"],
                "type": address.type,
                "name": address.name,
                "provider": f'provider["{entry["provider_name"]}"]',
                "instances": [instance],
                **module,
            }
        )
    merged: dict[tuple[str, ...], dict[str, Any]] = {}
    for resource in resources:
        key = tuple(str(resource.get(name)) for name in ("module", "mode", "type", "name"))
        if key in merged:
            merged[key]["instances"] += resource["instances"]
        else:
            merged[key] = resource
    lineage = "00000000-0000-0000-0000-000000000001"
    return {
        "version": 4,
        "terraform_version": "1.5.0",
        "serial": 1,
        "lineage": lineage,
        "resources": [*merged.values()],
    }


def planned(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", ())
    for child in module.get("child_modules", ()):
        yield from planned(child)


def graph_of(plan: Path, beside: bool) -> Graph:
    document = read_document(plan.parent / "cdk.tf.json") if beside else None
    return planned_graph(read_plan(read_document(plan)), document, "s")


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A folder with a document of every form: count, for_each, dynamic blocks, modules, data sources."""
    import shutil

    return Path(shutil.copytree(HERE / "plan_forms", tmp_path / "forms"))


@pytest.mark.parametrize("beside", [True, False], ids=["with its document", "alone"])
def test_the_graph_is_what_terraform_plans(forms: Path, make_plan: MakePlan, beside: bool) -> None:
    plan = make_plan(forms, **GIVEN)
    graph = graph_of(plan, beside)
    assert graph.unexpanded == ()
    content = json.loads(plan.read_text(encoding="utf-8"))
    wanted = {one["address"]: one for one in planned(content["planned_values"]["root_module"])}
    managed = {address for address, one in wanted.items() if one["mode"] == "managed"}
    assert {one.address for one in graph if one.kind == one.type} == managed
    compared = 0
    for entry in content["resource_changes"]:
        resource = graph.get(entry["address"])
        assert resource is not None
        for name, value in entry["change"]["after"].items():
            simple = value is not None and not isinstance(value, (dict, list))
            if simple and name in resource and entry["change"]["after_unknown"].get(name) is not True:
                assert agree(known(resource[name]), value), (entry["address"], name)
                compared += 1
    assert compared > 25


@pytest.mark.parametrize("beside", [True, False], ids=["with its document", "alone"])
def test_what_the_document_leaves_open_is_known(forms: Path, make_plan: MakePlan, beside: bool) -> None:
    graph = graph_of(make_plan(forms, **GIVEN), beside)

    def at(address: str) -> Any:
        found = graph.get(address)
        assert found is not None, address
        return found

    assert at("aws_rds_cluster.main").flag("storage_encrypted")
    assert at('aws_sqs_queue.by_data["Read"]').text("name") == "q-Read"
    assert at('module.zone["a"].aws_sqs_queue.inner[1]').text("name") == "a-zone-x-1"
    assert {one["from_port"] for one in at('module.zone["b"].aws_security_group.web').blocks("ingress")} == {80, 443}
    assert [one["from_port"] for one in at("aws_security_group.main").blocks("ingress")] == [22]
    assert '"sqs:ReceiveMessage"' in at("aws_iam_policy.read").text("policy")
    open_ = {"terraform_data.moment": "input", "aws_rds_cluster.main": "kms_key_id", "aws_iam_policy.later": "policy"}
    for address, name in open_.items():
        with pytest.raises(Undecidable):
            known(at(address)[name])
    assert graph.target(at("aws_rds_cluster.main")["kms_key_id"]) is at("aws_kms_key.main")


@pytest.mark.parametrize("beside", [True, False], ids=["with its document", "alone"])
def test_what_is_there_is_known_and_still_a_reference(forms: Path, make_plan: MakePlan, beside: bool) -> None:
    state = applied(make_plan(forms, **GIVEN), "aws_kms_key", "aws_rds_cluster", "aws_sqs_queue")
    graph = graph_of(make_plan(forms, state=state, **GIVEN), beside)
    cluster, key = graph.get("aws_rds_cluster.main"), graph.get("aws_kms_key.main")
    assert cluster is not None
    assert graph.target(cluster["kms_key_id"]) is key
    assert cluster["kms_key_id"] == f"{ARN}aws_kms_key.main"
    queue = graph.get('module.zone["b"].aws_sqs_queue.inner[0]')
    assert queue is not None
    assert graph.target(queue["kms_master_key_id"]) is key
    assert queue["kms_master_key_id"] == "id-of-aws_kms_key.main"


def test_no_secret_of_a_plan_is_told(forms: Path, make_plan: MakePlan) -> None:
    state = applied(make_plan(forms, **GIVEN), "aws_kms_key", "aws_rds_cluster", "aws_sqs_queue")
    plan = make_plan(forms, state=state, **GIVEN | {"password": "an0ther-one"})
    text = repr(replace(RUN, keep_passes=True).check([plan]))
    assert "n0t-in-any-report" not in text
    assert "an0ther-one" not in text


# The bundled stack


@pytest.fixture
def stack(synthesized: Callable[[str], Path], tmp_path: Path) -> Path:
    """A folder with dev's bundled document for the provider 5, where a variable says if the database is encrypted."""
    content = json.loads(synthesized("dev").read_text(encoding="utf-8"))
    content["terraform"]["required_providers"] = {"aws": {"source": "aws", "version": "~> 5.99"}}
    content["variable"] = {"encrypted": {"type": "bool"}}
    content["resource"]["aws_rds_cluster"]["database_cluster"]["storage_encrypted"] = "${var.encrypted}"
    (tmp_path / "cdk.tf.json").write_text(json.dumps(content, indent=2), encoding="utf-8")
    return tmp_path


def judge(plan: Path, run: Run = RUN, asked: tuple[tuple[str, str], ...] = ()) -> Verdict:
    return run.plan(plan, plan.parent / "cdk.tf.json", "the plan", asked)


def blocking(verdict: Verdict) -> set[tuple[str, str]]:
    return {(one.rule, one.address) for one in verdict.findings if one.blocks}


def test_what_the_document_leaves_open_the_plan_decides(stack: Path, make_plan: MakePlan) -> None:
    before = RUN.check([stack / "cdk.tf.json"])
    asked = tuple(sorted(blocking(before)))
    assert before.decision == "blocked"
    assert ("database_encrypted", "aws_rds_cluster.database_cluster") in asked
    good = judge(make_plan(stack, encrypted="true"), asked=asked)
    assert (good.decision, good.errors) == ("allowed", ())
    assert good.decided == tuple(Decided(*pair, "pass") for pair in asked)
    bad = judge(make_plan(stack, encrypted="false"), asked=asked)
    assert bad.decision == "blocked"
    assert Decided("database_encrypted", "aws_rds_cluster.database_cluster", "fail") in bad.decided


def test_the_stacks_database_and_stream_are_kept(stack: Path, make_plan: MakePlan) -> None:
    state = applied(make_plan(stack, encrypted="true"), "aws_kms_key", "aws_rds_cluster", "aws_kinesis_stream")
    unchanged = judge(make_plan(stack, state=state, encrypted="true"))
    assert blocking(unchanged) == set(), [one.message for one in unchanged.findings]
    content = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
    content["resource"]["aws_rds_cluster"]["database_cluster"]["database_name"] = "another"
    content["resource"]["aws_kinesis_stream"]["renamed"] = content["resource"]["aws_kinesis_stream"].pop("stream_video")
    text = json.dumps(content).replace("aws_kinesis_stream.stream_video.", "aws_kinesis_stream.renamed.")
    (stack / "cdk.tf.json").write_text(text, encoding="utf-8")
    plan = make_plan(stack, state=state, encrypted="true")
    data = {
        ("plan_keeps_data", f"aws_{name}") for name in ("rds_cluster.database_cluster", "kinesis_stream.stream_video")
    }
    assert blocking(judge(plan)) == data
    waivers = stack / "waivers.toml"
    entry = '[[waiver]]\nrule = "{}"\naddress = "{}"\nreason = "moved before"\nowner = "ann"\nexpires = 2027-01-31\n'
    waivers.write_text("".join(entry.format(*pair) for pair in data), encoding="utf-8")
    assert judge(plan, replace(RUN, waivers=waivers)).decision == "allowed"


def test_a_plan_to_destroy_is_blocked(stack: Path, make_plan: MakePlan) -> None:
    state = applied(make_plan(stack, encrypted="true"))
    plan = make_plan(stack, "-destroy", state=state, encrypted="true")
    for verdict in (judge(plan), RUN.check([plan])):
        assert verdict.decision == "blocked"
        assert {"plan_keeps_data", "plan_within_document"} <= {rule for rule, _ in blocking(verdict)}
