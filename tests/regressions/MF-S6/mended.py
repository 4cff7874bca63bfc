"""Encrypted, of least privilege, without a secret in the source."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import complete_cluster, complete_stream, dead_letters, execution_role, new_stack, policy, redrive
from sound import ACCOUNT, CLUSTER, KEY, REGION, STREAM, TASK, TRUST


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    key_policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                "Effect": "Allow",
                "Principal": {"Service": f"logs.{REGION}.amazonaws.com"},
                "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
                "Resource": "*",
            },
        ],
    }
    key = KmsKey(stack, "key", policy=json.dumps(key_policy), enable_key_rotation=True)
    CloudwatchLogGroup(stack, "logs", name="worker-prod", retention_in_days=365, kms_key_id=key.arn)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)
    complete_cluster(stack, cluster)
    stream = KinesisStream(stack, "views", **STREAM)
    complete_stream(stack, stream)
    failed = dead_letters(stack)
    jobs = SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY, redrive_policy=redrive(failed))
    SnsTopic(stack, "alarms", name="alarms-prod", kms_master_key_id=KEY)
    role = IamRole(stack, "worker", name="worker-prod", assume_role_policy=TRUST)
    rights = policy(["sqs:ReceiveMessage", "sqs:DeleteMessage"], jobs.arn)
    IamRolePolicy(stack, "rights", name="rights", role=role.name, policy=rights)
    roles = {"task_role_arn": role.arn, "execution_role_arn": execution_role(stack).arn}
    EcsTaskDefinition(stack, "task", **TASK | roles)
