from stackgate.validator import ANY, Block, Reference, Template, validator

# What only takes an id: attributes of EC2's and API Gateway's resources, wherever they are referred to.
IDS = frozenset(
    {
        "allocation_id",
        "egress_only_gateway_id",
        "gateway_id",
        "internet_gateway_id",
        "nat_gateway_id",
        "network_acl_id",
        "network_interface_id",
        "peer_vpc_id",
        "referenced_security_group_id",
        "rest_api_id",
        "route_table_id",
        "route_table_ids",
        "security_group_id",
        "security_group_ids",
        "security_groups",
        "source_security_group_id",
        "subnet_id",
        "subnet_ids",
        "subnets",
        "transit_gateway_id",
        "vpc_endpoint_id",
        "vpc_id",
        "vpc_peering_connection_id",
        "vpc_security_group_ids",
        "vpc_zone_identifier",
        "zone_id",
    }
)
# What only takes a name.
NAMES = frozenset(
    {
        "aws_iam_instance_profile.role",
        "aws_iam_policy_attachment.roles",
        "aws_iam_role_policy.role",
        "aws_iam_role_policy_attachment.role",
        "aws_s3_bucket_lifecycle_configuration.bucket",
        "aws_s3_bucket_logging.bucket",
        "aws_s3_bucket_notification.bucket",
        "aws_s3_bucket_policy.bucket",
        "aws_s3_bucket_public_access_block.bucket",
        "aws_s3_bucket_replication_configuration.bucket",
        "aws_s3_bucket_server_side_encryption_configuration.bucket",
        "aws_s3_bucket_versioning.bucket",
        "db_cluster_parameter_group_name",
        "db_parameter_group_name",
        "db_subnet_group_name",
        "log_group_name",
    }
)
# What only takes an ARN and does not say so in its name; every *_arn and *_arns does.
ARNS = frozenset(
    {
        "alarm_actions",
        "aws_cloudwatch_event_target.arn",
        "aws_cloudwatch_log_group.kms_key_id",
        "aws_db_instance.kms_key_id",
        "aws_flow_log.log_destination",
        "aws_lambda_function.role",
        "aws_rds_cluster.kms_key_id",
        "aws_s3_bucket_replication_configuration.rule.destination.bucket",
        "aws_sns_topic_policy.arn",
        "insufficient_data_actions",
        "ok_actions",
    }
)
# Where a literal is no ARN it is a fault in these; others are left alone, for a wildcard or a placeholder may be meant.
LITERAL_ARNS = ("certificate_arn", "kms_key_arn", "policy_arn", "role_arn", "target_group_arn", "topic_arn", "_actions")
# The resources whose `id` is an id, a name or a URL, by the provider's documentation. With many others it is the ARN.
ID_IS_NO_ARN = frozenset(
    {
        "aws_cloudwatch_event_rule",
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_metric_alarm",
        "aws_db_instance",
        "aws_dynamodb_table",
        "aws_ecr_repository",
        "aws_ecs_task_definition",
        "aws_iam_group",
        "aws_iam_instance_profile",
        "aws_iam_role",
        "aws_iam_user",
        "aws_kms_alias",
        "aws_kms_key",
        "aws_lambda_function",
        "aws_rds_cluster",
        "aws_s3_bucket",
        "aws_security_group",
        "aws_sqs_queue",
        "aws_subnet",
        "aws_vpc",
    }
)
NO_ARN = frozenset({"bucket", "dns_name", "family", "function_name", "key_id", "name", "queue_url", "url"})
FREE_KEYS = frozenset({"dimensions", "environment", "parameters", "tags", "tags_all", "triggers", "variables"})
"""Maps whose keys the author chooses."""


@validator(on=ANY)
def check(resource, graph):
    """An attribute that takes an id is given an id, one that takes an ARN an ARN, one that takes a name a name.

    Why: Both are strings, so `terraform validate` and a plan are content; AWS refuses the wrong one at the deploy, or
        a policy attachment or an alarm's action points to nothing.
    Fix: Refer to `.id`, `.arn` or `.name` of the same resource, whichever the attribute takes.
    """
    if resource.type.startswith("aws_"):
        yield from wrong(resource, resource.type, "")


def wrong(block, kind, path):
    for name, value in block.items():
        here = f"{path}.{name}" if path else name
        values = value if isinstance(value, list) else [value]
        problems = (problem for item in values if (problem := problem_of(item, name, f"{kind}.{here}")))
        first = next(problems, None)
        if first:
            yield first, here
        if name not in FREE_KEYS:
            for item in values:
                if isinstance(item, Block):
                    yield from wrong(item, kind, here)


def problem_of(value, name, place):
    if name in IDS or name in NAMES or place in NAMES:
        wanted = "an id" if name in IDS else "a name"
        if is_arn(value):
            return f"takes {wanted}, not the ARN {value}"
    elif (name.endswith(("_arn", "_arns")) or name in ARNS or place in ARNS) and is_no_arn(value, name):
        return f"takes an ARN, which {value!s} is not"
    return None


def is_arn(value):
    if isinstance(value, Reference):
        return value.attribute == "arn"
    beginning = value.parts[0] if isinstance(value, Template) else value
    return isinstance(beginning, str) and beginning.startswith("arn:")


def is_no_arn(value, name):
    if isinstance(value, Reference):
        kind = value.target.removeprefix("data.").split(".")[0]
        return value.attribute in NO_ARN or (value.attribute == "id" and kind in ID_IS_NO_ARN)
    return isinstance(value, str) and name.endswith(LITERAL_ARNS) and value != "" and not value.startswith("arn:")
