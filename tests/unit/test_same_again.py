"""The same document gives the same report in every process, whatever the seed by which Python orders its sets."""

import json
import os
import subprocess
import sys

import pytest

NAMES = ("visibility_timeout", "delay", "kms_key", "fifo", "dead_letters", "retention", "size", "policies")
ZONES = ("${element(tolist(data.aws_availability_zones.all.names), 0)}", "${data.aws_availability_zones.all.names[0]}")


@pytest.fixture
def document(tmp_path):
    """With several findings of one rule at one resource, and with one value in two wordings."""
    subnets = {
        f"s{number}": {"vpc_id": "${aws_vpc.main.id}", "availability_zone": zone, "cidr_block": f"10.0.{number}.0/24"}
        for number, zone in enumerate(ZONES)
    }
    content = {
        "data": {"aws_availability_zones": {"all": {"state": "available"}}},
        "resource": {
            "aws_sqs_queue": {"jobs": dict.fromkeys(NAMES, "x")},
            "aws_vpc": {"main": {"cidr_block": "10.0.0.0/16"}},
            "aws_subnet": subnets,
        },
    }
    path = tmp_path / "cdk.tf.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def report(document, seed):
    command = [sys.executable, "-m", "stackgate", "check", document.name, "--only", "validators", "--format", "json"]
    done = subprocess.run(
        command,
        cwd=document.parent,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    return json.loads(done.stdout)


def test_two_processes_say_the_same_in_the_same_order(document):
    one, other = (report(document, seed)["findings"] for seed in "12")
    assert one == other
    unknown = [finding["attribute"] for finding in one if "is no argument" in finding["message"]]
    assert unknown == list(NAMES)
    assert any("tolist" in finding["message"] for finding in one if finding["rule"] == "network_two_zones")
