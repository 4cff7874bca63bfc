"""Programs of the document, tasks, functions, state machines: their roles, and the resources that they are told of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stackgate.aws.arns import CALLED, is_called
from stackgate.aws.containers import containers
from stackgate.aws.wiring import pointed
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import Reference, Unresolved, references_in

ROLES = {
    "aws_ecs_task_definition": "task_role_arn",
    "aws_lambda_function": "role",
    "aws_sfn_state_machine": "role_arn",
}
"""The types of programs, and the attribute that names the role a program runs with."""

_TOLD_BY = ("command", "entryPoint", "environment")

_KEYS = {
    "aws_db_instance": "master_user_secret_kms_key_id",
    "aws_rds_cluster": "master_user_secret_kms_key_id",
    "aws_kinesis_stream": "kms_key_id",
    "aws_secretsmanager_secret": "kms_key_id",
    "aws_sns_topic": "kms_master_key_id",
    "aws_sqs_queue": "kms_master_key_id",
    "aws_ssm_parameter": "key_id",
}
"""Where a resource names the key that whoever calls it has to be allowed to use."""


def role_of(program: Resource, graph: Graph) -> Resource | None:
    """The role that a program runs with, or None where it is not one of this document."""
    role = pointed(graph, program.peek(ROLES[program.type]))
    return role if role is not None and role.kind == "aws_iam_role" else None


def told_of(program: Resource, graph: Graph) -> list[Resource]:
    """The resources that a program is told of, and that it calls by a service of AWS.

    A task or function is told by its environment or command, a state machine by its definition.

    Raises Undecidable where a task's containers are not known.
    """
    found: dict[str, Resource] = {}
    for value in _texts(program):
        for resource in _named(value, graph):
            if resource is not program:
                found[resource.address] = resource
    return list(found.values())


def key_of(resource: Resource, graph: Graph) -> Resource | None:
    """The KMS key of the document that encrypts a resource, where a caller needs permission to use it, or None."""
    attribute = _KEYS.get(resource.type)
    key = pointed(graph, resource.peek(attribute)) if attribute else None
    if key is not None and key.kind == "aws_kms_alias":
        key = pointed(graph, key.peek("target_key_id"))
    return key if key is not None and key.kind == "aws_kms_key" else None


def _texts(program: Resource) -> Iterator[Any]:
    if program.type == "aws_lambda_function":
        for environment in program.blocks("environment"):
            yield from (value for block in environment.blocks("variables") for _, value in block.items())
        return
    if program.type == "aws_sfn_state_machine":
        yield from program.references("definition")
        return
    for container in containers(program):
        for name in _TOLD_BY:
            value = container.peek(name)
            for item in value if isinstance(value, list) else [value]:
                yield item.peek("value") if isinstance(item, Block) else item


def _named(value: Any, graph: Graph) -> Iterator[Resource]:
    if isinstance(value, Unresolved):
        for reference in references_in(value):
            target = graph.get(reference.target)
            if target is not None and is_called(target.kind, reference.attribute):
                yield target
    elif isinstance(value, str):
        same = [one for one in graph.of_type(*CALLED) if _literal(one.peek(CALLED[one.type].name)) == value]
        if len(same) == 1:
            yield same[0]


def _literal(value: Any) -> Any:
    final = value.final() if isinstance(value, Unresolved) else value
    return None if isinstance(final, (Reference, Unresolved)) else final
