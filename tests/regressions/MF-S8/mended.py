"""Everything is logged, for as long as was chosen."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.vpc import Vpc
from kit import complete_cluster, complete_network, new_stack, public_tier, tier
from sound import ACCOUNT, CLUSTER, REGION, TASK


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", tags={"Name": "streamflix-prod"})
    complete_network(stack, vpc)
    public_tier(stack, vpc)
    tier(stack, vpc, "private", 10)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)
    complete_cluster(stack, cluster)
    EcsTaskDefinition(stack, "task", **TASK)
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
    CloudwatchLogGroup(stack, "logs", name="worker-prod", kms_key_id=key.arn, retention_in_days=365)
