"""What the document says of a resource, and where boto3 shows the same: the two held against each other."""

import json
import re
from collections.abc import Iterator
from typing import Any

Attributes = dict[str, Any]

STEPS = "StepScalingPolicyConfiguration"
SHOWN: dict[str, dict[str, str]] = {
    "aws_appautoscaling_policy": {
        "name": "PolicyName",
        "policy_type": "PolicyType",
        "resource_id": "ResourceId",
        "scalable_dimension": "ScalableDimension",
        "service_namespace": "ServiceNamespace",
        "step_scaling_policy_configuration.adjustment_type": f"{STEPS}.AdjustmentType",
        "step_scaling_policy_configuration.cooldown": f"{STEPS}.Cooldown",
        "step_scaling_policy_configuration.metric_aggregation_type": f"{STEPS}.MetricAggregationType",
        "step_scaling_policy_configuration.step_adjustment": f"{STEPS}.StepAdjustments",
        "target_tracking_scaling_policy_configuration": "TargetTrackingScalingPolicyConfiguration",
    },
    "aws_appautoscaling_target": {
        "max_capacity": "MaxCapacity",
        "min_capacity": "MinCapacity",
        "resource_id": "ResourceId",
        "scalable_dimension": "ScalableDimension",
        "service_namespace": "ServiceNamespace",
    },
    "aws_cloudwatch_log_group": {
        "name": "logGroupName",
        "retention_in_days": "retentionInDays",
        "kms_key_id": "kmsKeyId",
    },
    "aws_cloudwatch_metric_alarm": {
        "alarm_actions": "AlarmActions",
        "alarm_description": "AlarmDescription",
        "alarm_name": "AlarmName",
        "comparison_operator": "ComparisonOperator",
        "dimensions": "Dimensions",
        "evaluation_periods": "EvaluationPeriods",
        "metric_name": "MetricName",
        "namespace": "Namespace",
        "ok_actions": "OKActions",
        "period": "Period",
        "statistic": "Statistic",
        "threshold": "Threshold",
        "treat_missing_data": "TreatMissingData",
    },
    "aws_ecs_cluster": {"name": "clusterName", "setting": "settings"},
    "aws_ecs_cluster_capacity_providers": {
        "capacity_providers": "capacityProviders",
        "cluster_name": "clusterName",
        "default_capacity_provider_strategy": "defaultCapacityProviderStrategy",
    },
    "aws_ecs_service": {
        "capacity_provider_strategy": "capacityProviderStrategy",
        "cluster": "clusterArn",
        "deployment_circuit_breaker": "deploymentConfiguration.deploymentCircuitBreaker",
        "deployment_maximum_percent": "deploymentConfiguration.maximumPercent",
        "deployment_minimum_healthy_percent": "deploymentConfiguration.minimumHealthyPercent",
        "desired_count": "desiredCount",
        "enable_ecs_managed_tags": "enableECSManagedTags",
        "enable_execute_command": "enableExecuteCommand",
        "name": "serviceName",
        "network_configuration": "networkConfiguration.awsvpcConfiguration",
        "propagate_tags": "propagateTags",
        "task_definition": "taskDefinition",
    },
    "aws_ecs_task_definition": {
        "container_definitions": "containerDefinitions",
        "cpu": "cpu",
        "execution_role_arn": "executionRoleArn",
        "family": "family",
        "memory": "memory",
        "network_mode": "networkMode",
        "requires_compatibilities": "requiresCompatibilities",
        "runtime_platform": "runtimePlatform",
        "task_role_arn": "taskRoleArn",
        "volume": "volumes",
    },
    "aws_kinesis_stream": {
        "encryption_type": "EncryptionType",
        "kms_key_id": "KeyId",
        "name": "StreamName",
        "retention_period": "RetentionPeriodHours",
        "shard_count": "OpenShardCount",
        "shard_level_metrics": "EnhancedMonitoring.0.ShardLevelMetrics",
        "stream_mode_details": "StreamModeDetails",
    },
    "aws_rds_cluster": {
        "backup_retention_period": "BackupRetentionPeriod",
        "cluster_identifier": "DBClusterIdentifier",
        "copy_tags_to_snapshot": "CopyTagsToSnapshot",
        "database_name": "DatabaseName",
        "db_cluster_parameter_group_name": "DBClusterParameterGroup",
        "db_subnet_group_name": "DBSubnetGroup",
        "deletion_protection": "DeletionProtection",
        "enabled_cloudwatch_logs_exports": "EnabledCloudwatchLogsExports",
        "engine": "Engine",
        "engine_mode": "EngineMode",
        "engine_version": "EngineVersion",
        "iam_database_authentication_enabled": "IAMDatabaseAuthenticationEnabled",
        "kms_key_id": "KmsKeyId",
        "master_user_secret_kms_key_id": "MasterUserSecret.KmsKeyId",
        "master_username": "MasterUsername",
        "port": "Port",
        "preferred_backup_window": "PreferredBackupWindow",
        "preferred_maintenance_window": "PreferredMaintenanceWindow",
        "serverlessv2_scaling_configuration": "ServerlessV2ScalingConfiguration",
        "storage_encrypted": "StorageEncrypted",
        "vpc_security_group_ids": "VpcSecurityGroups.*.VpcSecurityGroupId",
    },
    "aws_rds_cluster_instance": {
        "auto_minor_version_upgrade": "AutoMinorVersionUpgrade",
        "availability_zone": "AvailabilityZone",
        "cluster_identifier": "DBClusterIdentifier",
        "copy_tags_to_snapshot": "CopyTagsToSnapshot",
        "engine": "Engine",
        "identifier": "DBInstanceIdentifier",
        "instance_class": "DBInstanceClass",
        "monitoring_interval": "MonitoringInterval",
        "monitoring_role_arn": "MonitoringRoleArn",
        "performance_insights_enabled": "PerformanceInsightsEnabled",
        "performance_insights_kms_key_id": "PerformanceInsightsKMSKeyId",
        "promotion_tier": "PromotionTier",
        "publicly_accessible": "PubliclyAccessible",
    },
    "aws_sqs_queue": {
        "kms_master_key_id": "KmsMasterKeyId",
        "message_retention_seconds": "MessageRetentionPeriod",
        "name": "QueueName",
        "receive_wait_time_seconds": "ReceiveMessageWaitTimeSeconds",
        "redrive_policy": "RedrivePolicy",
        "visibility_timeout_seconds": "VisibilityTimeout",
    },
    "aws_sqs_queue_redrive_allow_policy": {"redrive_allow_policy": "RedriveAllowPolicy"},
}
"""By type: each attribute that the document may set, and the path of the same in what boto3 describes."""
UNSEEN = {
    *("//", "depends_on", "lifecycle"),  # Terraform's own
    *("apply_immediately", "manage_master_user_password", "skip_final_snapshot"),  # how it is done
    *("queue_url", "tags"),  # by which it was looked up; which some services show by a call of their own
}
REFERENCE = re.compile(r"\$\{(aws_\w+\.\w+)\.([\w.\[\]]+)\}")


def resolved(value: Any, state: dict[str, Attributes]) -> Any:
    """A value of the document with the values of the state for its references."""
    if isinstance(value, dict):
        return {key: resolved(item, state) for key, item in value.items()}
    if isinstance(value, list):
        return [resolved(item, state) for item in value]
    if isinstance(value, str):
        return REFERENCE.sub(lambda found: str(_at(state[found[1]], _path(found[2]))), value)
    return value


def contradictions(body: Attributes, shown: dict[str, str], described: Any) -> Iterator[str]:
    """What the document says, references resolved, and boto3 shows otherwise, or nowhere."""
    for name in set(body) - UNSEEN:
        paths = {one: path for one, path in shown.items() if one.split(".")[0] == name}
        if not paths:
            yield f"{name}: nobody knows where it is shown"
        for one, path in paths.items():
            wanted, is_there = plain(_at(body, one)) or None, plain(_at(described, path)) or None
            if wanted != is_there:
                yield f"{one}: {wanted!r} is said, {is_there!r} is there"


def _path(reference: str) -> str:
    """`secret[0].arn` as `secret.0.arn`."""
    return reference.replace("[", ".").replace("]", "")


def _at(holder: Any, path: str) -> Any:
    step, _, rest = path.partition(".")
    if step == "*":
        return [_at(item, rest) for item in holder or ()]
    inner = holder[int(step)] if isinstance(holder, list) else (holder or {}).get(step)
    return _at(inner, rest) if rest else inner


def plain(value: Any) -> Any:
    """A value as both sides write it: snake case, no order, no text that is a number, a flag or JSON, nothing empty."""
    if isinstance(value, str):
        return _read(value)
    if isinstance(value, list):
        items = sorted(map(plain, value), key=repr)
        is_mapping = items and all(isinstance(item, dict) and set(item) == {"name", "value"} for item in items)
        return plain({item["name"]: item["value"] for item in items}) if is_mapping else items or None
    if isinstance(value, dict):
        items = {_snake(key): plain(item) for key, item in value.items()}
        return {key: items[key] for key in sorted(items) if items[key]} or None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _read(text: str) -> Any:
    if text.startswith(("{", "[")):
        return plain(json.loads(text))
    if text.lower() in ("true", "false", "enabled", "disabled"):
        return text.lower() in ("true", "enabled")
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
