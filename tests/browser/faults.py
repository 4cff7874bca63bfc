"""Twenty faults of the bundled stack: one attribute each, set to something else or left out."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

LEFT_OUT = object()

FAULTS: dict[str, tuple[str, Any]] = {
    "aws_kinesis_stream.stream_video": ("encryption_type", "NONE"),
    "aws_rds_cluster.database_cluster": ("storage_encrypted", False),
    "aws_rds_cluster_instance.database_instance_a": ("publicly_accessible", True),
    "aws_rds_cluster_instance.database_instance_b": ("auto_minor_version_upgrade", False),
    "aws_rds_cluster_parameter_group.database_parameters": ("parameter", []),
    "aws_sqs_queue.dead_letters_jobs": ("redrive_policy", LEFT_OUT),
    "aws_sqs_queue.dead_letters_queue": ("message_retention_seconds", 60),
    "aws_kms_key.keys_stream": ("enable_key_rotation", False),
    "aws_cloudwatch_log_group.service_log": ("retention_in_days", LEFT_OUT),
    "aws_cloudwatch_log_group.flow_logs_group": ("kms_key_id", LEFT_OUT),
    "aws_cloudwatch_metric_alarm.monitoring_stream_late": ("metric_name", "IteratorAge"),
    "aws_cloudwatch_metric_alarm.monitoring_dead_letters": ("alarm_actions", []),
    "aws_ecs_service.service_worker": ("desired_count", -1),
    "aws_ecs_task_definition.service_task": ("cpu", "513"),
    "aws_ecs_cluster.service_cluster": ("setting", [{"name": "containerInsights", "value": "disabled"}]),
    "aws_appautoscaling_target.scaling_target": ("max_capacity", 1),
    "aws_subnet.network_public_a": ("map_public_ip_on_launch", True),
    "aws_subnet.network_private_b": ("cidr_block", "10.99.48.0/20"),
    "aws_sns_topic.monitoring_topic": ("kms_master_key_id", LEFT_OUT),
    "aws_route.network_private_a_nat": ("nat_gateway_id", LEFT_OUT),
}
"""By the address of the resource: the attribute, and what it has instead of what it should have."""

OPEN_QUESTION = {"aws_kms_key.keys_logs": ("enable_key_rotation", "${var.rotate}")}
"""No fault: what a variable without default decides."""

ACCEPTED = {"aws_subnet.network_public_b": ("map_public_ip_on_launch", True)}
"""A fault more, which somebody accepts."""


def changed(document: Mapping[str, Any], values: Mapping[str, tuple[str, Any]]) -> dict[str, Any]:
    """A copy of a synthesized document in which resources have other values. Raises KeyError for one it has not."""
    copied = copy.deepcopy(dict(document))
    for address, (attribute, value) in values.items():
        kind, name = address.split(".")
        if value is LEFT_OUT:
            del copied["resource"][kind][name][attribute]
        else:
            copied["resource"][kind][name][attribute] = value
    return copied
