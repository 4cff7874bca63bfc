"""What part a resource type plays in an architecture, and the icon that it is drawn with."""

from __future__ import annotations

from typing import Literal

from stackgate.services import service

Role = Literal["entry", "compute", "streams", "data", "network", "security", "monitoring", "other", "lookup"]

TITLES: dict[Role, str] = {
    "entry": "Entry",
    "compute": "Compute",
    "streams": "Streams and queues",
    "data": "Data",
    "network": "Network",
    "security": "Security",
    "monitoring": "Monitoring",
    "other": "Other",
    "lookup": "Looked up",
}
"""The roles in the order in which a picture shows them."""

_SERVICES: dict[Role, tuple[str, ...]] = {
    "entry": ("API Gateway", "CloudFront", "Elastic Load Balancing", "Route 53"),
    "compute": (
        *("Application Auto Scaling", "CodeBuild", "CodeDeploy", "EC2", "EC2 Auto Scaling", "ECR", "ECS", "EKS", "EMR"),
        *("Glue", "Lambda", "MWAA", "SageMaker", "Step Functions"),
    ),
    "streams": ("Amazon MQ", "EventBridge", "Firehose", "Kinesis", "MSK", "SNS", "SQS"),
    "data": (
        *("Athena", "Backup", "DMS", "DocumentDB", "DynamoDB", "EFS", "ElastiCache", "MemoryDB", "Neptune"),
        *("OpenSearch", "RDS", "Redshift", "S3", "Transfer Family"),
    ),
    "network": ("Cloud Map", "Network Firewall", "VPC"),
    "security": ("ACM", "Cognito", "GuardDuty", "IAM", "KMS", "Secrets Manager", "Systems Manager", "WAF"),
    "monitoring": ("CloudTrail", "CloudWatch", "CloudWatch Logs", "Config"),
}
_ROLE_OF: dict[str, Role] = {name: role for role, names in _SERVICES.items() for name in names}
_GATEWAYS = ("aws_internet_gateway", "aws_egress_only_internet_gateway", "aws_vpn_gateway")

_ICONS = {
    "api_gateway": "door",
    "apigatewayv2": "door",
    "appautoscaling": "scale",
    "autoscaling": "scale",
    "backup": "box",
    "cloudfront": "globe",
    "cloudtrail": "log",
    "cloudwatch": "alarm",
    "cloudwatch_dashboard": "chart",
    "cloudwatch_event": "event",
    "cloudwatch_log": "log",
    "cloudwatch_query": "log",
    "dynamodb": "table",
    "ecr": "box",
    "ecs": "container",
    "efs": "folder",
    "egress_only": "door",
    "eks": "container",
    "elasticache": "bolt",
    "iam": "person",
    "instance": "server",
    "internet_gateway": "door",
    "kinesis": "stream",
    "kms": "key",
    "lambda": "function",
    "lb": "spread",
    "alb": "spread",
    "elb": "spread",
    "memorydb": "bolt",
    "nat_gateway": "door",
    "network_acl": "shield",
    "pipes": "event",
    "route53": "globe",
    "s3": "bucket",
    "scheduler": "event",
    "secretsmanager": "lock",
    "default_security_group": "shield",
    "security_group": "shield",
    "sfn": "steps",
    "sns": "bell",
    "sqs": "queue",
    "ssm": "lock",
    "wafv2": "shield",
    "waf": "shield",
}
"""By the beginning of the type's name after `aws_`, in whole words."""

_ICON_OF_ROLE: dict[Role, str] = {
    "entry": "door",
    "compute": "server",
    "streams": "stream",
    "data": "database",
    "network": "network",
    "security": "shield",
    "monitoring": "alarm",
    "other": "box",
    "lookup": "search",
}


def role_of(kind: str, is_data: bool = False) -> Role:
    """The part that a resource type such as `aws_sqs_queue` plays, by its service; `lookup` for a data source."""
    if is_data:
        return "lookup"
    if kind in _GATEWAYS:
        return "entry"
    return _ROLE_OF.get(service(kind), "other") if kind.startswith("aws_") else "other"


def icon_of(kind: str, role: Role) -> str:
    """The name of the icon for a type: that of its service, else that of its role."""
    words = kind.removeprefix("aws_").split("_") if kind.startswith("aws_") else []
    for length in range(len(words), 0, -1):
        found = _ICONS.get("_".join(words[:length]))
        if found:
            return found
    return _ICON_OF_ROLE[role]
