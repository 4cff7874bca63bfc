"""Gate, deploy, look, change, block, destroy: the bundled stack's dev environment, with a real Terraform, against moto.

The steps build on each other and run in order; `tox -e e2e` stops at the first that fails. What must be there is read
from the document that was judged. Terraform gets endpoint and credentials from the environment alone, so that the
document is deployed as it was synthesized.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .cloud import SECRET, Cloud
from .found import differences, look_up
from .project import DOCUMENT, LOCK_FILE, STACK, Done, Project
from .said import SHOWN, contradictions, resolved

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore.*")

Tell = Callable[[str], None]
ASKED_FOR = (
    "kinesis_stream",
    "ecs_cluster",
    "ecs_service",
    "sqs_queue",
    "appautoscaling",
    "metric_alarm",
    "rds_cluster",
)
BLOCKED = 1


def ok(done: Done) -> Done:
    """What a command did that ended well."""
    assert done.returncode == 0, f"{done.args}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


# Gate and deploy


def test_keys_are_made_and_the_provider_is_locked(project: Project) -> None:
    """The lock file is the team's own, made once from the synthesized document and kept beside the app."""
    made = ok(project.stackgate("keys"))
    assert (project.folder / "stackgate.pub").is_file()
    private = (project.folder / "stackgate.key").read_text(encoding="utf-8")
    assert private.splitlines()[1] not in made.stdout + made.stderr
    ok(project.gate())
    ok(project.terraform("init", "-backend=false", "-input=false"))
    shutil.copy(project.folder / STACK / LOCK_FILE, project.folder)


def test_the_gate_seals_and_the_seal_holds(project: Project) -> None:
    gated = ok(project.gate())
    assert "ALLOWED" in gated.stdout
    assert "signed by" in ok(project.verify()).stdout


def test_what_was_sealed_is_deployed(project: Project) -> None:
    sealed = (project.folder / DOCUMENT).read_bytes()
    ok(project.deploy())
    assert (project.folder / DOCUMENT).read_bytes() == sealed
    assert set(project.state) == set(project.declared)


# Look


def test_every_resource_is_there(project: Project, cloud: Cloud, tell: Tell) -> None:
    declared, state = project.declared, project.state
    found = look_up(cloud, state)
    counts = {address.split(".")[0]: 0 for address in declared}
    by_type = [
        Counter(counts) + Counter(address.split(".")[0] for address in which) for which in (declared, state, found)
    ]
    tell(f"{'resources':44}{'in document':>12}{'in state':>12}{'by boto3':>12}")
    for kind in sorted(counts):
        tell(f"{kind:44}" + "".join(f"{numbers[kind]:12}" for numbers in by_type))
    tell(f"{'all':44}{len(declared):12}{len(state):12}{len(found):12}")
    assert set(found) == set(state) == set(declared)
    assert len(declared) > 60


def test_each_is_as_the_document_says(project: Project, cloud: Cloud, tell: Tell) -> None:
    state = project.state
    found = look_up(cloud, state)
    compared = {
        address: list(contradictions(resolved(body, state), SHOWN[kind], found[address]))
        for address, body in project.declared.items()
        if (kind := address.split(".")[0]) in SHOWN
    }
    assert {address: lines for address, lines in compared.items() if lines} == {}
    for kind in ASKED_FOR:
        assert any(kind in address for address in compared), kind
    tell(f"{len(compared)} resources hold, attribute by attribute, what the document says")


def test_nothing_is_left_to_do(project: Project, cloud: Cloud) -> None:
    """Deploying the same again applies nothing."""
    before = snapshot(project, cloud)
    again = ok(project.deploy())
    assert "nothing to apply" in again.stderr
    assert differences(before, snapshot(project, cloud)) == []


# Change


def test_one_change_is_deployed_and_nothing_else(project: Project, cloud: Cloud) -> None:
    before = snapshot(project, cloud)
    project.replace("stack/dead_letters.py", "message_retention_seconds=4 * DAY", "message_retention_seconds=5 * DAY")
    ok(project.gate())
    ok(project.deploy())
    after = snapshot(project, cloud)
    jobs = "aws_sqs_queue.dead_letters_jobs"
    assert differences(before, after) == [f"{jobs}/MessageRetentionPeriod"]
    assert int(after[jobs]["MessageRetentionPeriod"]) == project.declared[jobs]["message_retention_seconds"]


@pytest.mark.parametrize(
    ("file", "old", "new", "address"),
    [
        (
            "stack/stream.py",
            'name=settings.name("video")',
            'name=settings.name("films")',
            "aws_kinesis_stream.stream_video",
        ),
        (
            "stack/database.py",
            'master_username="streamflix"',
            'master_username="films"',
            "aws_rds_cluster.database_cluster",
        ),
    ],
    ids=["the stream", "the database"],
)
def test_a_change_that_loses_data_is_blocked(
    file: str, old: str, new: str, address: str, project: Project, cloud: Cloud
) -> None:
    """The document is good; only the plan tells that it costs the stream, or the database."""
    before, state = snapshot(project, cloud), project.state_file.read_bytes()
    project.replace(file, old, new)
    ok(project.gate())
    blocked = project.deploy()
    assert blocked.returncode == BLOCKED, blocked.stdout + blocked.stderr
    assert "plan_keeps_data" in blocked.stdout
    assert address in blocked.stdout
    assert project.state_file.read_bytes() == state
    assert differences(before, snapshot(project, cloud)) == []
    project.replace(file, new, old)


def test_what_somebody_changed_by_hand_is_not_overwritten_unseen(project: Project, cloud: Cloud) -> None:
    """Where the environment is not strict it is a warning, and the deploy goes on to mend it."""
    before = snapshot(project, cloud)
    log = "aws_cloudwatch_log_group.service_log"
    cloud.client("logs").put_retention_policy(logGroupName=before[log]["logGroupName"], retentionInDays=3)
    assert differences(before, snapshot(project, cloud)) == [f"{log}/retentionInDays"]
    ok(project.gate())
    told = ok(project.deploy()).stdout
    assert "warning plan_drift" in told
    assert "retention_in_days" in told
    assert differences(before, snapshot(project, cloud)) == []


# The side door: plain Terraform, with `stackgate verify` as the step before it


def test_plain_terraform_behind_verify(project: Project, cloud: Cloud) -> None:
    before = snapshot(project, cloud)
    context = json.loads((project.folder / "cdktf.json").read_text(encoding="utf-8"))
    context["context"]["environments"]["dev"]["task_max"] += 1
    (project.folder / "cdktf.json").write_text(json.dumps(context), encoding="utf-8")
    ok(project.gate())
    shutil.copy(project.folder / LOCK_FILE, project.folder / STACK)

    ok(project.verify())
    ok(project.init("-lockfile=readonly"))
    planned = project.folder / "planned"  # not in the folder of the document, where it would be a file nobody judged
    ok(project.terraform("plan", "-input=false", f"-out={planned}"))
    ok(project.verify())
    ok(project.terraform("apply", "-input=false", str(planned)))

    after = snapshot(project, cloud)
    assert differences(before, after) == ["aws_appautoscaling_target.scaling_target/MaxCapacity"]


def test_a_changed_byte_ends_at_verify(project: Project) -> None:
    document = project.folder / DOCUMENT
    sealed = document.read_bytes()
    document.write_bytes(sealed.replace(b'"encryption_type": "KMS"', b'"encryption_type": "KMs"', 1))
    refused = project.verify()
    document.write_bytes(sealed)
    assert refused.returncode == BLOCKED
    assert str(DOCUMENT.relative_to("gate")) in refused.stdout
    ok(project.verify())


def test_no_secret_is_in_any_output(project: Project) -> None:
    private = (project.folder / "stackgate.key").read_text(encoding="utf-8").splitlines()[1]
    files = [path for path in (project.folder / "gate").rglob("*") if path.is_file() and ".terraform" not in path.parts]
    assert {"seal.json", "verdict.json", "apply.log", "plan.txt"} <= {path.name for path in files}
    telling = [path for path in files for secret in (SECRET, private) if secret.encode() in path.read_bytes()]
    assert telling == []


# Destroy


def test_nothing_is_left_after_destroy(project: Project, cloud: Cloud, tmp_path: Path, tell: Tell) -> None:
    """There is no `stackgate destroy`: what a person decides to remove, Terraform removes, with the same state."""
    state = project.state
    assert set(look_up(cloud, state)) == set(state)
    shutil.copy(project.folder / DOCUMENT, tmp_path)
    ok(project.init(at=tmp_path))
    ok(project.terraform("destroy", "-auto-approve", "-input=false", "-parallelism=30", at=tmp_path))
    assert project.state == {}
    left = look_up(cloud, state)
    tell(f"{len(state)} resources destroyed, {len(left)} left")
    assert left == {}


def snapshot(project: Project, cloud: Cloud) -> dict[str, Any]:
    """What boto3 shows of every resource of the state."""
    return look_up(cloud, project.state)
