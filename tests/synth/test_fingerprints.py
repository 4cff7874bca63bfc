"""A finding is the same when its construct moves within the source, and another when the resource is."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from stackgate.app_gate import gate_app
from stackgate.finding import Finding
from stackgate.run import Run
from stackgate.settings import Settings

pytestmark = pytest.mark.skipif(
    not (find_spec("cdktf") and find_spec("cdktf_cdktf_provider_aws")), reason="the extra `stack` is not installed"
)

HEAD = """
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import EcsClusterCapacityProviders
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA as Encryption,
)
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

app = App()
stack = TerraformStack(app, "one")
AwsProvider(stack, "aws", region="eu-west-1")
"""
CALLS = (
    'SqsQueue(stack, "jobs", name="jobs")',
    'Encryption(stack, "first", bucket="a", rule=[{"apply_server_side_encryption_by_default": {}}])',
    'Encryption(stack, "second", bucket="b", rule=[{"apply_server_side_encryption_by_default": {}}])',
    'S3Bucket(stack, "films", nothing_like_it=1)',
    'S3Bucket(stack, "series", nothing_like_it=1)',
)


def findings_of(folder: Path, *calls: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Finding]:
    """What a gate finds in an app of these calls, by fingerprint."""
    folder.mkdir()
    (folder / "cdktf.json").write_text('{"language": "python", "app": "python main.py"}', encoding="utf-8")
    (folder / "main.py").write_text("\n".join((HEAD, *calls, "app.synth()", "")), encoding="utf-8")
    monkeypatch.chdir(folder)
    run = Run(Settings(app=Path("cdktf.json")), "prod", only_validators=True)
    findings = gate_app(run, folder / "gate").findings
    found = {finding.fingerprint: finding for finding in findings}
    assert len(found) == len(findings)
    return found


def test_a_fingerprint_goes_with_its_construct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = findings_of(tmp_path / "before", *CALLS, monkeypatch=monkeypatch)
    moved = findings_of(tmp_path / "moved", "# lines more", "", "", *reversed(CALLS), monkeypatch=monkeypatch)
    assert before.keys() == moved.keys()
    for fingerprint, finding in before.items():
        same = moved[fingerprint]
        assert (finding.rule, finding.address, finding.construct) == (same.rule, same.address, same.construct)
    lines = {finding.construct: finding.source.line for finding in before.values() if finding.source}
    assert {"one/films", "one/series"} <= lines.keys()
    assert all(one.source.line != lines[one.construct] for one in moved.values() if one.source)

    other = (*CALLS[:3], CALLS[3].replace("films", "shorts"), CALLS[4])
    renamed = findings_of(tmp_path / "renamed", *other, monkeypatch=monkeypatch)
    gone = {before[fingerprint].construct for fingerprint in before.keys() - renamed.keys()}
    come = {renamed[fingerprint].construct for fingerprint in renamed.keys() - before.keys()}
    assert (gone, come) == ({"one/films"}, {"one/shorts"})
