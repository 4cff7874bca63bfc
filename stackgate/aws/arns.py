"""Whether what a policy's statement names as its resource may be a given resource of the document."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from stackgate.graph import Graph, Resource
from stackgate.values import Reference, Template, Unresolved, as_text, references_in


class Kind(NamedTuple):
    """How ARNs of a resource type are built: the service, what stands before the name, the attribute with the name."""

    service: str
    before: str = ""
    name: str = "name"


CALLED: dict[str, Kind] = {
    "aws_cloudwatch_event_bus": Kind("events", "event-bus/"),
    "aws_dynamodb_table": Kind("dynamodb", "table/"),
    "aws_kinesis_firehose_delivery_stream": Kind("firehose", "deliverystream/"),
    "aws_kinesis_stream": Kind("kinesis", "stream/"),
    "aws_kms_key": Kind("kms", "key/", "key_id"),
    "aws_lambda_function": Kind("lambda", "function:", "function_name"),
    "aws_s3_bucket": Kind("s3", "", "bucket"),
    "aws_secretsmanager_secret": Kind("secretsmanager", "secret:"),
    "aws_sfn_state_machine": Kind("states", "stateMachine:"),
    "aws_sns_topic": Kind("sns"),
    "aws_sqs_queue": Kind("sqs"),
    "aws_ssm_parameter": Kind("ssm", "parameter/"),
}
"""The resource types that a program calls, each with the service that it calls for it."""

OWN_SECRET = "master_user_secret"
"""The attribute in which a database tells of the secret that it keeps its password in."""

_WITH_SECRET = {"aws_db_instance": "rds!db-", "aws_rds_cluster": "rds!cluster-"}

_IDENTITIES = frozenset({"arn", "bucket", "function_name", "id", "key_id", "name", "url"})
"""What of a resource a program needs to call its service."""

_ENDINGS = ("", "/x", ":x", "-XXXXXX")
"""What may follow a resource's name in an ARN: a part of it, a version, the six characters that a secret is given."""


def called(resource: Resource) -> Kind:
    """How a resource is called by a program: a database by its secret. Raises KeyError for one that is not called."""
    if resource.type in _WITH_SECRET:
        return Kind("secretsmanager", f"secret:{_WITH_SECRET[resource.type]}", OWN_SECRET)
    return CALLED[resource.type]


def is_called(kind: str, attribute: str) -> bool:
    """Whether a program that is told this attribute of a resource type is told of what it calls.

    An address alone is none: it is reached without permission.
    """
    return (kind in CALLED and attribute in _IDENTITIES) or (kind in _WITH_SECRET and attribute.startswith(OWN_SECRET))


def may_name(value: Any, resource: Resource, graph: Graph) -> bool:
    """Whether a value of a statement's Resource may stand for this resource, or for a part of it.

    It is false only where the value is sure to name something else: another resource, another service, another name.
    """
    final = value.final() if isinstance(value, Unresolved) else value
    references = [*references_in(value), *references_in(final)]
    if any(reference.target == resource.address for reference in references):
        return True
    beginning = final.parts[0] if isinstance(final, Template) else final
    if isinstance(beginning, Reference):
        target = graph.get(beginning.target)
        return target is None or target.kind == f"data.{resource.type}"
    if isinstance(final, Unresolved) and not isinstance(final, Template):
        return True
    return _matches(final, resource)


def _matches(pattern: Any, resource: Resource) -> bool:
    parts = pattern.parts if isinstance(pattern, Template) else (pattern,)
    text = "".join("*" if isinstance(part, Unresolved) else as_text(part) for part in parts)
    if not text.startswith("arn:"):
        return text.startswith("*")
    _, _, service, *rest = text.split(":", 5)
    kind = called(resource)
    if not re.fullmatch(_expression(service), kind.service):
        return False
    name = resource.peek(kind.name)
    name = name.final() if isinstance(name, Unresolved) else name
    if not isinstance(name, str) or len(rest) < 3:
        return True
    expression = _expression(rest[2])
    whole = kind.before + name.lstrip("/")
    return any(re.fullmatch(expression, whole + ending) for ending in _ENDINGS)


def _expression(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
