"""Fixes taken out of the Python source: `stackgate gate` blocks, and names the line of the call that lacks each."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from in_process import stackgate

REPOSITORY = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Fault:
    """`old` is written as `new` in a file of `stack/`; `rule` then tells of `address`, made by the call at `made_by`.

    `made_by` is the text of that call's first line, in the file as edited.
    """

    failure: str
    file: str
    old: str
    new: str
    rule: str
    address: str
    made_in: str
    made_by: str


FAULTS = (
    Fault(
        "MF-2",
        "service.py",
        '            "DB_ENDPOINT": database.cluster.endpoint,\n',
        "",
        "task_database_endpoint",
        "aws_ecs_task_definition.service_task",
        "service.py",
        "task = EcsTaskDefinition(",
    ),
    Fault(
        "MF-3",
        "network.py",
        '            RouteTableAssociation(self, f"private_{letter}_association", subnet_id=subnet.id, '
        "route_table_id=table.id)\n",
        "",
        "subnet_route_table",
        "aws_subnet.network_private_a",
        "network.py",
        "return Subnet(",
    ),
    Fault(
        "MF-4",
        "dead_letters.py",
        """            redrive_policy=json.dumps(
                {"deadLetterTargetArn": self.dead_letters.arn, "maxReceiveCount": ATTEMPTS}, sort_keys=True
            ),
""",
        "",
        "queue_dead_letter",
        "aws_sqs_queue.dead_letters_jobs",
        "dead_letters.py",
        "self.jobs = SqsQueue(",
    ),
    Fault(
        "MF-5",
        "database.py",
        "            storage_encrypted=True,\n",
        "",
        "database_encrypted",
        "aws_rds_cluster.database_cluster",
        "database.py",
        "self.cluster = RdsCluster(",
    ),
    Fault(
        "MF-6",
        "stream.py",
        "            shard_level_metrics=list(SHARD_METRICS),\n",
        "",
        "stream_shard_metrics",
        "aws_kinesis_stream.stream_video",
        "stream.py",
        "self.video = KinesisStream(",
    ),
)

TYPED_STRATEGY = """\
                EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(
                    capacity_provider="FARGATE", base=1, weight=1
                ),
                EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(capacity_provider="FARGATE_SPOT", weight=4),
"""
STRATEGY_OF_DICTS = """\
                {"capacity_provider": "FARGATE", "weight": 1, "base": 1},
                {"capacity_provider": "FARGATE_SPOT", "weight": 4},
"""
CLUSTER_SETTING = 'EcsClusterSetting(name="containerInsights", value="enabled")'

# What fails at the synthesis itself: text of stack/service.py, what replaces it, the call at fault, the rule, where it
# is, and what is told.
UNBUILDABLE = {
    "MF-1: dicts in place of typed objects": (
        TYPED_STRATEGY,
        STRATEGY_OF_DICTS,
        "providers = EcsClusterCapacityProviders(",
        "synth_missing_property",
        [f"default_capacity_provider_strategy[{index}].capacity_provider" for index in (0, 1)],
        ("'capacityProvider'", "EcsClusterCapacityProvidersDefaultCapacityProviderStrategy (from cdktf_cdktf_provider"),
    ),
    "MF-1: a key that is spelled wrong": (
        TYPED_STRATEGY,
        '                {"capacityProvidr": "FARGATE", "weight": 1, "base": 1},\n',
        "providers = EcsClusterCapacityProviders(",
        "synth_missing_property",
        ["default_capacity_provider_strategy[0].capacity_provider"],
        ("'capacityProvidr' is written there", "EcsClusterCapacityProvidersDefaultCapacityProviderStrategy"),
    ),
    "MF-S1: a keyword that the construct does not know": (
        "capacity_providers=[",
        "capacity_provider=[",
        "providers = EcsClusterCapacityProviders(",
        "synth_unknown_keyword",
        ["capacity_provider"],
        ("EcsClusterCapacityProviders", "did you mean 'capacity_providers'?"),
    ),
    "MF-S1: an entry of the cluster's settings that is a text": (
        CLUSTER_SETTING,
        '"containerInsights"',
        "self.cluster = EcsCluster(",
        "synth_list_or_object",
        ["setting[0]"],
        ("EcsCluster", "EcsClusterSetting"),
    ),
}


def copied(folder: Path) -> Path:
    """A copy of this repository's app, as a person has it who clones it."""
    shutil.copytree(REPOSITORY / "stack", folder / "stack", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("cdktf.json", "stackgate.toml"):
        shutil.copy(REPOSITORY / name, folder)
    return folder


@pytest.fixture
def project(tmp_path: Path, cdktf: None) -> Path:
    return copied(tmp_path / "project")


@pytest.fixture(scope="module")
def gated(tmp_path_factory: pytest.TempPathFactory, cdktf: None) -> tuple[Path, CompletedProcess[str]]:
    """The app with all FAULTS in it, and what came of its gate."""
    project = copied(tmp_path_factory.mktemp("faults") / "project")
    for fault in FAULTS:
        rewrite(project / "stack" / fault.file, fault.old, fault.new)
    return project, stackgate("gate", "--out", "out", cwd=project)


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file.name} does not have exactly once: {old}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def line_of(file: Path, call: str) -> int:
    lines = [number for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if call in line]
    assert len(lines) == 1, f"{file.name} does not have exactly once: {call}"
    return lines[0]


def verdict_in(folder: Path) -> dict[str, Any]:
    verdict: dict[str, Any] = json.loads((folder / "out" / "verdict.json").read_text(encoding="utf-8"))
    return verdict


def test_the_faults_in_the_source_are_all_that_is_told(gated: tuple[Path, CompletedProcess[str]]) -> None:
    project, done = gated
    assert done.returncode == 1, done.stdout + done.stderr
    verdict = verdict_in(project)
    assert verdict["verdict"] == "blocked"
    assert {found["rule"] for found in verdict["findings"]} == {fault.rule for fault in FAULTS}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.failure)
def test_a_fault_in_the_source_is_blocked_at_its_line(fault: Fault, gated: tuple[Path, CompletedProcess[str]]) -> None:
    project, done = gated
    line = line_of(project / "stack" / fault.made_in, fault.made_by)
    told = {(found["rule"], found["address"]): found for found in verdict_in(project)["findings"]}
    found = told[fault.rule, fault.address]
    assert (found["level"], found["status"]) == ("error", "fail")
    assert fault.failure in found["guards"]
    assert found["source"] == {"file": f"stack/{fault.made_in}", "line": line}
    assert f"stack/{fault.made_in}:{line}" in done.stdout
    assert found["fix"] in " ".join(done.stdout.split())


@pytest.mark.parametrize("case", UNBUILDABLE)
def test_a_source_that_does_not_synthesize_is_blocked_at_its_call(case: str, project: Path) -> None:
    old, new, call, rule, attributes, told = UNBUILDABLE[case]
    rewrite(project / "stack" / "service.py", old, new)
    done = stackgate("gate", "--out", "out", cwd=project)
    assert done.returncode == 1, done.stdout + done.stderr
    verdict = verdict_in(project)
    assert (verdict["verdict"], verdict["errors"], verdict["documents"]) == ("blocked", [], [])
    line = line_of(project / "stack" / "service.py", call)
    assert [found["attribute"] for found in verdict["findings"]] == attributes
    for found in verdict["findings"]:
        assert (found["rule"], found["source"]) == (rule, {"file": "stack/service.py", "line": line})
        assert [word for word in told if word not in found["message"]] == []
        assert found["fix"] in " ".join(done.stdout.split())
    assert f"stack/service.py:{line}" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not (project / "out" / "cdktf.out").exists()
