"""Which attributes take an id, which a name, which an ARN, which a URL, and what `id` of a resource is.

Source: the Terraform AWS provider's documentation of each attribute; the API references' patterns where they tell
whether an ARN is taken too (an EFS file system or access point may be given by either, and is left out here).
"""

from __future__ import annotations

from functools import lru_cache

IDS = frozenset(
    {
        "allocation_id",
        "api_id",
        "authorizer_id",
        "cache_policy_id",
        "capacity_reservation_id",
        "carrier_gateway_id",
        "custom_security_group_ids",
        "customer_gateway_id",
        "deployment_id",
        "detector_id",
        "directory_id",
        "egress_only_gateway_id",
        "gateway_id",
        "health_check_id",
        "hosted_zone_id",
        "identity_pool_id",
        "image_id",
        "instance_id",
        "instance_ids",
        "internet_gateway_id",
        "ipv4_ipam_pool_id",
        "launch_template_id",
        "nat_gateway_id",
        "network_acl_id",
        "network_interface_id",
        "origin_access_control_id",
        "origin_request_policy_id",
        "parent_id",
        "peer_vpc_id",
        "prefix_list_id",
        "prefix_list_ids",
        "referenced_security_group_id",
        "request_validator_id",
        "response_headers_policy_id",
        "rest_api_id",
        "route_table_id",
        "route_table_ids",
        "security_group_id",
        "security_group_ids",
        "security_groups",
        "snapshot_id",
        "source_security_group_id",
        "subnet_id",
        "subnet_ids",
        "subnets",
        "transit_gateway_attachment_id",
        "transit_gateway_id",
        "transit_gateway_route_table_id",
        "usage_plan_id",
        "user_pool_id",
        "volume_id",
        "vpc_endpoint_id",
        "vpc_id",
        "vpc_peering_connection_id",
        "vpc_security_group_ids",
        "vpc_subnet_ids",
        "vpc_zone_identifier",
        "vpn_gateway_id",
        "zone_id",
    }
)
"""Attributes that take an id only, wherever they are."""

NAMES = frozenset(
    {
        "aws_autoscaling_attachment.autoscaling_group_name",
        "aws_autoscaling_policy.autoscaling_group_name",
        "aws_cloudwatch_event_target.rule",
        "aws_ecs_cluster_capacity_providers.cluster_name",
        "aws_eks_addon.cluster_name",
        "aws_eks_node_group.cluster_name",
        "aws_iam_access_key.user",
        "aws_iam_group_policy.group",
        "aws_iam_group_policy_attachment.group",
        "aws_iam_instance_profile.role",
        "aws_iam_policy_attachment.roles",
        "aws_iam_role_policy.role",
        "aws_iam_role_policy_attachment.role",
        "aws_iam_user_policy.user",
        "aws_iam_user_policy_attachment.user",
        "aws_instance.iam_instance_profile",
        "aws_rds_cluster_instance.cluster_identifier",
        "cache_subnet_group_name",
        "db_cluster_parameter_group_name",
        "db_parameter_group_name",
        "db_subnet_group_name",
        "log_group_name",
        "parameter_group_name",
        "subnet_group_name",
    }
)
"""Attributes that take a name only, wherever they are or of one resource type."""

ARNS = frozenset(
    {
        "alarm_actions",
        "aws_cloudtrail.kms_key_id",
        "aws_cloudwatch_event_target.arn",
        "aws_cloudwatch_log_group.kms_key_id",
        "aws_codebuild_project.service_role",
        "aws_db_instance.kms_key_id",
        "aws_db_instance.performance_insights_kms_key_id",
        "aws_docdb_cluster.kms_key_id",
        "aws_ebs_volume.kms_key_id",
        "aws_flow_log.log_destination",
        "aws_lambda_function.role",
        "aws_rds_cluster.kms_key_id",
        "aws_rds_cluster.performance_insights_kms_key_id",
        "aws_rds_cluster_instance.performance_insights_kms_key_id",
        "aws_redshift_cluster.kms_key_id",
        "aws_s3_bucket_replication_configuration.role",
        "aws_s3_bucket_replication_configuration.rule.destination.bucket",
        "aws_sns_topic_policy.arn",
        "insufficient_data_actions",
        "ok_actions",
    }
)
"""Attributes that take an ARN only and do not say so in their name; every `*_arn` and `*_arns` does."""

LITERAL_ARNS = ("certificate_arn", "kms_key_arn", "policy_arn", "role_arn", "target_group_arn", "topic_arn", "_actions")
"""Attributes where a literal that is no ARN is a fault; in others a wildcard or a placeholder may be meant."""

ID_IS_NO_ARN = frozenset(
    {
        "aws_api_gateway_rest_api",
        "aws_apigatewayv2_api",
        "aws_autoscaling_group",
        "aws_backup_vault",
        "aws_cloudfront_distribution",
        "aws_cloudwatch_event_rule",
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_metric_alarm",
        "aws_cognito_user_pool",
        "aws_db_instance",
        "aws_db_subnet_group",
        "aws_docdb_cluster",
        "aws_dynamodb_table",
        "aws_ecr_repository",
        "aws_ecs_task_definition",
        "aws_efs_file_system",
        "aws_eip",
        "aws_eks_cluster",
        "aws_elasticache_cluster",
        "aws_elasticache_replication_group",
        "aws_iam_group",
        "aws_iam_instance_profile",
        "aws_iam_role",
        "aws_iam_user",
        "aws_instance",
        "aws_internet_gateway",
        "aws_kms_alias",
        "aws_kms_key",
        "aws_lambda_function",
        "aws_launch_template",
        "aws_nat_gateway",
        "aws_neptune_cluster",
        "aws_network_interface",
        "aws_rds_cluster",
        "aws_rds_cluster_instance",
        "aws_redshift_cluster",
        "aws_route53_zone",
        "aws_route_table",
        "aws_s3_bucket",
        "aws_security_group",
        "aws_sqs_queue",
        "aws_ssm_parameter",
        "aws_subnet",
        "aws_vpc",
    }
)
"""The resources whose `id` is an id, a name or a URL. With many others it is the ARN."""

URLS = frozenset({"queue_url"})
"""Attributes that take a URL only."""


@lru_cache(maxsize=65536)
def what_is_taken(kind: str, path: str) -> str | None:
    """What an attribute, by its path in a resource of a type, takes only: `an id`, `a name`, `a URL` or `an ARN`."""
    name = path.rsplit(".", 1)[-1]
    if name in IDS:
        return "an id"
    if takes_name(kind, path):
        return "a name"
    if name in URLS:
        return "a URL"
    return "an ARN" if takes_arn(kind, path) else None


def takes_name(kind: str, path: str) -> bool:
    """Whether an attribute, by its path in a resource of a type, takes a name only: a bucket's in all of its parts."""
    is_part_of_bucket = kind.startswith("aws_s3_bucket_") and path == "bucket"
    return is_part_of_bucket or path.rsplit(".", 1)[-1] in NAMES or f"{kind}.{path}" in NAMES


def takes_arn(kind: str, path: str) -> bool:
    """Whether an attribute, by its path in a resource of a type, takes an ARN only."""
    name = path.rsplit(".", 1)[-1]
    return name.endswith(("_arn", "_arns")) or name in ARNS or f"{kind}.{path}" in ARNS
