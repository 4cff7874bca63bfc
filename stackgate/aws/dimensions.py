"""Which attribute of a resource is what CloudWatch calls it in a dimension.

Source: the AWS guides' pages on each service's dimensions, and the Terraform AWS provider's documentation of what
`id`, `name` and `arn_suffix` of a resource are.
"""

from __future__ import annotations

from stackgate.graph import Graph
from stackgate.spelling import nearest
from stackgate.values import Unresolved

_NAME = frozenset({"name", "id"})

FITTING: dict[tuple[str, str], frozenset[str]] = {
    ("ApiName", "aws_api_gateway_rest_api"): frozenset({"name"}),
    ("ApiId", "aws_apigatewayv2_api"): frozenset({"id"}),
    ("AutoScalingGroupName", "aws_autoscaling_group"): _NAME,
    ("BucketName", "aws_s3_bucket"): frozenset({"bucket", "id"}),
    ("ClusterName", "aws_ecs_cluster"): frozenset({"name"}),
    ("DBClusterIdentifier", "aws_rds_cluster"): frozenset({"cluster_identifier", "id"}),
    ("DBInstanceIdentifier", "aws_db_instance"): frozenset({"identifier"}),
    ("DBInstanceIdentifier", "aws_rds_cluster_instance"): frozenset({"identifier", "id"}),
    ("DeliveryStreamName", "aws_kinesis_firehose_delivery_stream"): frozenset({"name"}),
    ("EventBusName", "aws_cloudwatch_event_bus"): _NAME,
    ("FileSystemId", "aws_efs_file_system"): frozenset({"id"}),
    ("FunctionName", "aws_lambda_function"): frozenset({"function_name", "id"}),
    ("InstanceId", "aws_instance"): frozenset({"id"}),
    ("LoadBalancer", "aws_alb"): frozenset({"arn_suffix"}),
    ("LoadBalancer", "aws_lb"): frozenset({"arn_suffix"}),
    ("LogGroupName", "aws_cloudwatch_log_group"): _NAME,
    ("NatGatewayId", "aws_nat_gateway"): frozenset({"id"}),
    ("QueueName", "aws_sqs_queue"): frozenset({"name"}),
    ("RuleName", "aws_cloudwatch_event_rule"): frozenset({"name"}),
    ("ServiceName", "aws_ecs_service"): frozenset({"name"}),
    ("StateMachineArn", "aws_sfn_state_machine"): frozenset({"arn", "id"}),
    ("StreamName", "aws_kinesis_stream"): frozenset({"name"}),
    ("TableName", "aws_dynamodb_table"): _NAME,
    ("TargetGroup", "aws_alb_target_group"): frozenset({"arn_suffix"}),
    ("TargetGroup", "aws_lb_target_group"): frozenset({"arn_suffix"}),
    ("TopicName", "aws_sns_topic"): frozenset({"name"}),
}
"""For a dimension and the type of what it names, the attributes that hold what CloudWatch calls it."""

OWNERS = {
    name: frozenset(kind for dimension, kind in FITTING if dimension == name) for name in {name for name, _ in FITTING}
}
"""The types of what a dimension names."""

TOGETHER = {("AWS/ECS", "ServiceName"): "ClusterName"}
"""The dimension that another one needs beside it: the metric is not published with the one alone."""

_NAMED_BY = ("bucket", "cluster_identifier", "function_name", "identifier", "name")
_ALIKE = 0.85
"""How like the name of a resource another has to be to be taken for a misspelling, not for a resource elsewhere."""


def meant(dimension: str, value: str, graph: Graph) -> str | None:
    """The name of the resource that a dimension's misspelt value is nearly that of, or None.

    Only where the names of all that the dimension can mean in this document are known, and the value is none of them.
    """
    owned = graph.of_type(*OWNERS.get(dimension, ()))
    given = [one.peek(attribute) for one in owned for attribute in _NAMED_BY if one.peek(attribute) is not None]
    names = [one.final() if isinstance(one, Unresolved) else one for one in given]
    known = [name for name in names if isinstance(name, str)]
    if len(known) != len(owned) or len(known) != len(names) or value in known:
        return None
    return nearest(value, known, _ALIKE)
