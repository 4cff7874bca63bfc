"""No logs, or logs for ever."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.vpc import Vpc
from kit import complete_cluster, new_stack, public_tier, tier, without
from sound import ACCOUNT, CLUSTER, CONTAINER, TASK


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", tags={"Name": "streamflix-prod"})  # here: network
    DefaultSecurityGroup(stack, "default", vpc_id=vpc.id, tags={"Name": "default-prod"})
    public_tier(stack, vpc)
    tier(stack, vpc, "private", 10)
    cluster = RdsCluster(  # here: database
        stack, "cluster", **without(CLUSTER, "enabled_cloudwatch_logs_exports", "db_cluster_parameter_group_name")
    )
    complete_cluster(stack, cluster)
    silent = without(CONTAINER, "logConfiguration")
    EcsTaskDefinition(stack, "task", **without(TASK, container_definitions=json.dumps([silent])))  # here: task
    key_policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                "Action": "kms:*",
                "Resource": "*",
            }
        ],
    }
    key = KmsKey(stack, "key", policy=json.dumps(key_policy), enable_key_rotation=True)  # here: key
    CloudwatchLogGroup(stack, "logs", name="worker-prod", kms_key_id=key.arn)  # here: logs
