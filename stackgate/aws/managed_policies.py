"""What AWS's own managed policies allow: those that are attached to the roles of tasks, functions and instances.

Source: the AWS Managed Policy Reference Guide. Each is told by the actions that it allows on every resource.
"""

from __future__ import annotations

import re

_LOGS = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
_PULL = ("ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer")
_INTERFACES = ("ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface")

_ACTIONS: dict[str, tuple[str, ...]] = {
    "AWSLambdaBasicExecutionRole": _LOGS,
    "AWSLambdaDynamoDBExecutionRole": (
        *_LOGS,
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
    ),
    "AWSLambdaENIManagementAccess": _INTERFACES,
    "AWSLambdaExecute": ("logs:*", "s3:GetObject", "s3:PutObject"),
    "AWSLambdaKinesisExecutionRole": (
        *_LOGS,
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
        "kinesis:ListStreams",
        "kinesis:SubscribeToShard",
    ),
    "AWSLambdaRole": ("lambda:InvokeFunction",),
    "AWSLambdaSQSQueueExecutionRole": (
        *_LOGS,
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
    ),
    "AWSLambdaVPCAccessExecutionRole": (*_LOGS, *_INTERFACES),
    "AWSLambda_FullAccess": ("lambda:*", "logs:DescribeLogGroups"),
    "AWSLambda_ReadOnlyAccess": ("lambda:Get*", "lambda:List*"),
    "AWSStepFunctionsFullAccess": ("states:*",),
    "AWSXRayDaemonWriteAccess": ("xray:*",),
    "AWSXrayWriteOnlyAccess": ("xray:*",),
    "AdministratorAccess": ("*",),
    "AmazonDynamoDBFullAccess": ("dynamodb:*", "dax:*", "kms:DescribeKey"),
    "AmazonDynamoDBReadOnlyAccess": (
        "dynamodb:BatchGetItem",
        "dynamodb:Describe*",
        "dynamodb:Get*",
        "dynamodb:List*",
        "dynamodb:Query",
        "dynamodb:Scan",
    ),
    "AmazonEC2ContainerRegistryFullAccess": ("ecr:*",),
    "AmazonEC2ContainerRegistryPowerUser": (*_PULL, "ecr:BatchGetImage", "ecr:PutImage"),
    "AmazonEC2ContainerRegistryReadOnly": (*_PULL, "ecr:BatchGetImage"),
    "AmazonECSTaskExecutionRolePolicy": (
        *_PULL,
        "ecr:BatchGetImage",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ),
    "AmazonEventBridgeFullAccess": ("events:*", "schemas:*", "scheduler:*"),
    "AmazonKinesisFirehoseFullAccess": ("firehose:*",),
    "AmazonKinesisFullAccess": ("kinesis:*",),
    "AmazonKinesisReadOnlyAccess": ("kinesis:Describe*", "kinesis:Get*", "kinesis:List*"),
    "AmazonRDSEnhancedMonitoringRole": ("logs:*",),
    "AmazonRDSReadOnlyAccess": ("rds:Describe*", "rds:List*"),
    "AmazonS3FullAccess": ("s3:*",),
    "AmazonS3ReadOnlyAccess": ("s3:Describe*", "s3:Get*", "s3:List*"),
    "AmazonSNSFullAccess": ("sns:*",),
    "AmazonSNSReadOnlyAccess": ("sns:Get*", "sns:List*"),
    "AmazonSQSFullAccess": ("sqs:*",),
    "AmazonSQSReadOnlyAccess": ("sqs:GetQueue*", "sqs:List*"),
    "AmazonSSMFullAccess": ("ssm:*",),
    "AmazonSSMReadOnlyAccess": ("ssm:Describe*", "ssm:Get*", "ssm:List*"),
    "CloudWatchLogsFullAccess": ("logs:*",),
    "SecretsManagerReadWrite": ("secretsmanager:*", "kms:DescribeKey", "kms:ListAliases", "kms:ListKeys"),
}

_MANAGED = re.compile(r"(?:.*:iam::aws:policy/(?:.*/)?)?([\w+=,.@-]+)")


def managed_actions(name: str) -> tuple[str, ...] | None:
    """The patterns of actions that a policy of AWS allows, by its name or ARN; None where it is not one of these."""
    found = _MANAGED.fullmatch(name)
    return _ACTIONS.get(found[1]) if found else None
