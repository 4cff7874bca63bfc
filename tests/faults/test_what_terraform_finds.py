"""What `terraform validate` and a plan find, and what neither of them finds: the gate finds all of it, offline.

The list is of what was measured on Terraform 1.11 with the AWS provider 5.100. Each entry names the rows of
`documents/` that put such a fault into the bundled document; test_document_faults.py holds the gate against them.
"""

from pathlib import Path

import pytest
import yaml

DOCUMENTS = Path(__file__).parent / "documents"

FOUND = {
    "validate: an unknown type": ["a resource of a type that does not exist"],
    "validate: an unknown attribute": [
        "an attribute that does not exist",
        "an attribute is misspelt in a nested block",
        "an attribute in the spelling of another language",
    ],
    "validate: a required attribute is missing": [
        "a required attribute is missing",
        "a required attribute is null",
        "a required attribute is missing in a nested block",
    ],
    "validate: a wrong type": [
        "a text where a number belongs",
        "a text where a list belongs",
        "a list where a text belongs",
        "a text where a block belongs",
        "a word where a truth value belongs",
    ],
    "validate: a reference to nothing": [
        "a reference to a resource that does not exist",
        "a reference to an attribute that does not exist",
        "a reference to a variable that is not declared",
        "a resource depends on one that does not exist",
    ],
    "validate: a circle of references": [
        "two resources refer to each other",
        "a resource depends on what refers to it",
    ],
    "validate: a value that is none of an enum": [
        "the encryption's type does not exist",
        "the stream's mode does not exist",
        "the period of retention is not offered",
        "an alarm's comparison does not exist",
        "an alarm's statistic does not exist",
        "a task's compatibility does not exist",
        "a service's launch type does not exist",
        "what a service's tags come from does not exist",
        "a flow log's traffic does not exist",
        "a key's use does not exist",
    ],
    "plan: a stream on demand with a number of shards": ["a stream on demand has a number of shards"],
    "plan: the name of a FIFO queue": [
        "a FIFO queue is not named as one",
        "a queue is named as a FIFO queue and is none",
    ],
    "neither: a shard metric that does not exist": [
        "a shard metric does not exist",
        "a shard metric beyond the seven does not exist",
    ],
    "neither: FARGATE_SPOTT": [
        "the list of capacity providers holds FARGATE_SPOTT",
        "the cluster's strategy names FARGATE_SPOTT",
        "the service's strategy names FARGATE_SPOTT",
    ],
    "neither: a strategy that names a provider that is not listed": [
        "the cluster's strategy names a provider that is not listed",
        "the service's strategy names a provider that its cluster does not list",
        "the list lacks a provider that both strategies name",
    ],
    "neither: launch_type beside a strategy": ["a launch type stands beside a strategy"],
    "neither: desired_count -1": [
        "the desired count is below nought",
        "the desired count is below nought, by a variable",
    ],
    "neither: Fargate's cpu 513": [
        "Fargate has no task of 513 CPU units",
        "Fargate has no task of 1024 CPU units with 513 MiB",
    ],
    "neither: a redrive policy without maxReceiveCount": ["a redrive policy has no maxReceiveCount"],
    "neither: engine_version 99.9": [
        "the cluster asks for engine version 99.9",
        "an instance asks for engine version 99.9",
    ],
    "neither: a cluster without password or instance": ["a cluster has no credentials", "a cluster has no instance"],
    "neither: a scalable_dimension that does not exist": [
        "the scalable dimension does not exist",
        "the scalable dimension is another service's",
    ],
    "neither: a subnet outside its VPC": ["a subnet lies outside its VPC"],
    "neither: subnets that overlap": ["two subnets overlap"],
    "neither: .arn where .id belongs": [
        "a service's subnets are ARNs",
        "a subnet's VPC is an ARN",
        "an association's route table is an ARN",
        "a database's security group is an ARN",
    ],
    "neither: the effect Alow": ["a policy's effect is Alow", "a trust policy's effect is Alow"],
    "neither: Statment": ["a policy says Statment", "a queue's policy says Statment", "a key's policy says Statment"],
    "neither: a typo inside jsonencode": [
        "a typo in a redrive policy written by jsonencode",
        "a typo in container definitions written by jsonencode",
        "a typo in the statement of a policy written by jsonencode",
    ],
}


FILES = {"validate": ["validate"], "plan": ["plan"], "neither": ["silent", "silent_in_json"]}


def faults_in(file: str) -> set[str]:
    return {row["fault"] for row in yaml.safe_load((DOCUMENTS / f"{file}.yaml").read_text(encoding="utf-8"))}


@pytest.mark.parametrize("fault", FOUND)
def test_each_fault_is_put_into_the_document(fault: str) -> None:
    finder, _, _ = fault.partition(":")
    assert set(FOUND[fault]) <= set().union(*map(faults_in, FILES[finder]))
