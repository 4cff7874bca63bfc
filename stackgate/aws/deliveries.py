"""Which services of AWS deliver to a queue, a topic or a function of the document, and on whose behalf.

Source: the AWS guides to each service's permissions for targets; the Terraform AWS provider's documentation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stackgate.aws.wiring import pointed
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import Reference, references_in


class Delivery(NamedTuple):
    """A service that needs the receiver's permission, and the resource that makes it deliver."""

    sender: Resource
    service: str


_PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "aws_api_gateway_integration": (("uri", "apigateway"),),
    "aws_apigatewayv2_integration": (("integration_uri", "apigateway"),),
    "aws_cloudwatch_event_target": (("arn", "events"), ("dead_letter_config.arn", "events")),
    "aws_cloudwatch_log_subscription_filter": (("destination_arn", "logs"),),
    "aws_cloudwatch_metric_alarm": (("alarm_actions", "cloudwatch"), ("ok_actions", "cloudwatch")),
    "aws_iot_topic_rule": (("lambda.function_arn", "iot"),),
    "aws_lb_target_group_attachment": (("target_id", "elasticloadbalancing"),),
    "aws_s3_bucket_notification": (
        ("lambda_function.lambda_function_arn", "s3"),
        ("queue.queue_arn", "s3"),
        ("topic.topic_arn", "s3"),
    ),
    "aws_secretsmanager_secret_rotation": (("rotation_lambda_arn", "secretsmanager"),),
    "aws_sns_topic_subscription": (("endpoint", "sns"), ("redrive_policy", "sns")),
}
"""Where a resource names what its service delivers to."""

_WITH_A_ROLE = ("role_arn", "credentials", "credentials_arn")
"""Where a resource names the role that its service delivers with: then the receiver need not permit it."""

_ALIASES = ("aws_lambda_alias",)


def deliveries_to(receiver: Resource, graph: Graph) -> Iterator[Delivery]:
    """What is delivered to a queue, topic or function by services that need its permission."""
    targets = {receiver.address: receiver}
    for alias in graph.referrers(receiver, *_ALIASES):
        targets[alias.address] = alias
    for target in targets.values():
        for sender in graph.referrers(target, *_PATHS):
            if not any(name in sender for name in _WITH_A_ROLE):
                for path, service in _PATHS[sender.kind]:
                    if any(reference.target == target.address for reference in _at(sender, path.split("."))):
                        yield Delivery(sender, service)


def source_of(delivery: Delivery, graph: Graph) -> Resource | None:
    """The bucket, topic or rule in whose name a delivery is made, or None where it is not in the document."""
    attribute = {
        "aws_cloudwatch_event_target": "rule",
        "aws_s3_bucket_notification": "bucket",
        "aws_sns_topic_subscription": "topic_arn",
    }.get(delivery.sender.kind)
    return pointed(graph, delivery.sender.peek(attribute)) if attribute else None


def _at(block: Block, path: list[str]) -> Iterator[Reference]:
    if len(path) == 1:
        yield from references_in(block.peek(path[0]))
        return
    value = block.peek(path[0])
    for inner in value if isinstance(value, list) else [value]:
        if isinstance(inner, Block):
            yield from _at(inner, path[1:])
