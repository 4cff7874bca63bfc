"""Which AWS service a resource type belongs to, under the name that AWS calls it by."""

from __future__ import annotations

_SERVICES = {
    "acm": "ACM",
    "alb": "Elastic Load Balancing",
    "ami": "EC2",
    "api_gateway": "API Gateway",
    "apigatewayv2": "API Gateway",
    "appautoscaling": "Application Auto Scaling",
    "appconfig": "AppConfig",
    "athena": "Athena",
    "autoscaling": "EC2 Auto Scaling",
    "backup": "Backup",
    "cloudfront": "CloudFront",
    "cloudtrail": "CloudTrail",
    "cloudwatch": "CloudWatch",
    "cloudwatch_event": "EventBridge",
    "cloudwatch_log": "CloudWatch Logs",
    "cloudwatch_query": "CloudWatch Logs",
    "codebuild": "CodeBuild",
    "codedeploy": "CodeDeploy",
    "cognito": "Cognito",
    "config": "Config",
    "dax": "DynamoDB",
    "db": "RDS",
    "default": "VPC",
    "dms": "DMS",
    "docdb": "DocumentDB",
    "dynamodb": "DynamoDB",
    "ebs": "EC2",
    "ec2": "EC2",
    "ecr": "ECR",
    "ecs": "ECS",
    "efs": "EFS",
    "egress_only": "VPC",
    "eip": "VPC",
    "eks": "EKS",
    "elasticache": "ElastiCache",
    "elasticsearch": "OpenSearch",
    "elb": "Elastic Load Balancing",
    "emr": "EMR",
    "flow_log": "VPC",
    "glue": "Glue",
    "guardduty": "GuardDuty",
    "iam": "IAM",
    "instance": "EC2",
    "internet_gateway": "VPC",
    "kinesis": "Kinesis",
    "kinesis_firehose": "Firehose",
    "kms": "KMS",
    "lambda": "Lambda",
    "launch": "EC2",
    "lb": "Elastic Load Balancing",
    "main_route": "VPC",
    "memorydb": "MemoryDB",
    "mq": "Amazon MQ",
    "msk": "MSK",
    "mwaa": "MWAA",
    "nat_gateway": "VPC",
    "neptune": "Neptune",
    "network_acl": "VPC",
    "networkfirewall": "Network Firewall",
    "opensearch": "OpenSearch",
    "pipes": "EventBridge",
    "rds": "RDS",
    "redshift": "Redshift",
    "route": "VPC",
    "route53": "Route 53",
    "s3": "S3",
    "sagemaker": "SageMaker",
    "scheduler": "EventBridge",
    "secretsmanager": "Secrets Manager",
    "security_group": "VPC",
    "service_discovery": "Cloud Map",
    "sfn": "Step Functions",
    "snapshot": "EC2",
    "sns": "SNS",
    "spot": "EC2",
    "sqs": "SQS",
    "ssm": "Systems Manager",
    "subnet": "VPC",
    "transfer": "Transfer Family",
    "volume": "EC2",
    "vpc": "VPC",
    "vpn": "VPC",
    "waf": "WAF",
    "wafv2": "WAF",
}
"""By the beginning of the type's name after `aws_`, in whole words."""


def service(kind: str) -> str:
    """The service of a resource type such as `aws_sqs_queue`; `other services` for a type that is not known here.

    Source: the names of the services in AWS's documentation, the prefixes of the types in the AWS provider's.
    """
    words = kind.removeprefix("data.").removeprefix("aws_").split("_")
    for length in range(len(words), 0, -1):
        found = _SERVICES.get("_".join(words[:length]))
        if found:
            return found
    return "other services"
