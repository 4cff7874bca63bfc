"""Settings with which nothing is wrong, and what the stacks of the replays find made elsewhere."""

import json
from typing import Any

REGION = "eu-west-1"
ACCOUNT = "777788889999"

# Made elsewhere.
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"
LOG_GROUP = "/platform/worker"
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/worker:1.4.2"
TASK_ROLE = f"arn:aws:iam::{ACCOUNT}:role/worker-task"
EXECUTION_ROLE = f"arn:aws:iam::{ACCOUNT}:role/worker-execution"
MONITORING_ROLE = f"arn:aws:iam::{ACCOUNT}:role/rds-monitoring"
CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/7a8b9c0d-1e2f-4a3b-8c4d-5e6f708192a3"
VPC = "vpc-0a1b2c3d4e5f60718"
SUBNETS = ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719"]
GROUP = "sg-0a1b2c3d4e5f60718"

CLUSTER: dict[str, Any] = {
    "cluster_identifier": "orders-prod",
    "engine": "aurora-postgresql",
    "engine_version": "16.6",
    "master_username": "orders",
    "manage_master_user_password": True,
    "db_subnet_group_name": "platform-data",
    "db_cluster_parameter_group_name": "platform-postgresql",
    "storage_encrypted": True,
    "kms_key_id": KEY,
    "backup_retention_period": 14,
    "preferred_backup_window": "03:00-04:00",
    "preferred_maintenance_window": "sun:04:30-sun:05:30",
    "deletion_protection": True,
    "final_snapshot_identifier": "orders-prod-final",
    "copy_tags_to_snapshot": True,
    "iam_database_authentication_enabled": True,
    "enabled_cloudwatch_logs_exports": ["postgresql"],
}
"""An Aurora cluster with which nothing is wrong, once it has instances and an alarm."""

INSTANCE: dict[str, Any] = {
    "engine": "aurora-postgresql",
    "instance_class": "db.r6g.large",
    "db_subnet_group_name": "platform-data",
    "performance_insights_enabled": True,
    "performance_insights_kms_key_id": KEY,
    "monitoring_interval": 60,
    "monitoring_role_arn": MONITORING_ROLE,
}

STREAM: dict[str, Any] = {
    "name": "views-prod",
    "shard_count": 2,
    "retention_period": 168,
    "encryption_type": "KMS",
    "kms_key_id": KEY,
    "shard_level_metrics": [
        "IncomingBytes",
        "IncomingRecords",
        "IteratorAgeMilliseconds",
        "OutgoingBytes",
        "OutgoingRecords",
        "ReadProvisionedThroughputExceeded",
        "WriteProvisionedThroughputExceeded",
    ],
}
"""A stream with which nothing is wrong, once it has alarms."""

CONTAINER: dict[str, Any] = {
    "name": "worker",
    "image": IMAGE,
    "essential": True,
    "readonlyRootFilesystem": True,
    "logConfiguration": {
        "logDriver": "awslogs",
        "options": {"awslogs-group": LOG_GROUP, "awslogs-region": REGION, "awslogs-stream-prefix": "worker"},
    },
}
TASK: dict[str, Any] = {
    "family": "worker-prod",
    "requires_compatibilities": ["FARGATE"],
    "network_mode": "awsvpc",
    "cpu": "512",
    "memory": "1024",
    "task_role_arn": TASK_ROLE,
    "execution_role_arn": EXECUTION_ROLE,
    "container_definitions": json.dumps([CONTAINER]),
}
SERVICE: dict[str, Any] = {
    "name": "worker",
    "cluster": "platform",
    "task_definition": "worker-prod",
    "launch_type": "FARGATE",
    "desired_count": 2,
    "network_configuration": {"subnets": SUBNETS, "security_groups": [GROUP], "assign_public_ip": False},
    "deployment_circuit_breaker": {"enable": True, "rollback": True},
}
"""A service with which nothing is wrong, once it is scaled and has an alarm."""


BALANCER: dict[str, Any] = {
    "name": "web-prod",
    "load_balancer_type": "application",
    "subnets": SUBNETS,
    "drop_invalid_header_fields": True,
}
LISTENER: dict[str, Any] = {
    "port": 443,
    "protocol": "HTTPS",
    "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "certificate_arn": CERTIFICATE,
}

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
"""What a role for tasks trusts."""
