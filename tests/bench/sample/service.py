"""The service of a unit: workers on Fargate in its private subnets, their roles, log, rules and scaling."""

from __future__ import annotations

from tests.bench.sample.database import Database
from tests.bench.sample.messages import Messages
from tests.bench.sample.network import Network
from tests.bench.sample.unit import ACCOUNT, REGION, Resource, Unit, json_text, statement

_TCP = {"ip_protocol": "tcp"}
_POSTGRESQL = {"from_port": 5432, "to_port": 5432, **_TCP}


def build_service(
    unit: Unit,
    keys: dict[str, Resource],
    network: Network,
    messages: Messages,
    database: Database,
    upstream: Resource | None,
) -> Resource:
    """Adds it, and gives the ECS service; its tasks write into the stream `upstream`, where there is one."""
    group = _group(unit, network, database)
    log = unit.log("service/log", f"/{unit.name}/workers-prod", keys["logs"])
    start, work = _start(keys, log, database), _work(keys, messages, upstream)
    execution, execution_rights = unit.role("service/execution", "ecs-tasks.amazonaws.com", *start)
    task, task_rights = unit.role("service/task", "ecs-tasks.amazonaws.com", *work)
    insights = [{"name": "containerInsights", "value": "enabled"}]
    cluster = unit.add("aws_ecs_cluster", "service/cluster", setting=insights, **unit.named("workers"))
    definition = unit.add(
        "aws_ecs_task_definition",
        "service/definition",
        family=f"{unit.name}-worker-prod",
        cpu="1024",
        memory="2048",
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        execution_role_arn=execution.arn,
        task_role_arn=task.arn,
        container_definitions=json_text([_container(log, messages, database)]),
        **unit.tags("worker"),
    )
    service = unit.add(
        "aws_ecs_service",
        "service/worker",
        cluster=cluster.arn,
        task_definition=definition.arn,
        launch_type="FARGATE",
        desired_count=2,
        deployment_circuit_breaker={"enable": True, "rollback": True},
        lifecycle={"ignore_changes": ["desired_count"]},
        network_configuration={
            "assign_public_ip": False,
            "security_groups": [group.id],
            "subnets": [subnet.id for subnet in network.private],
        },
        propagate_tags="SERVICE",
        depends_on=[execution_rights.address, task_rights.address],
        **unit.named("worker"),
    )
    _scaling(unit, cluster, service)
    return service


def _group(unit: Unit, network: Network, database: Database) -> Resource:
    described = {"vpc_id": network.vpc.id, "description": "Tasks of the worker service"}
    group = unit.add("aws_security_group", "service/group", **described, **unit.named("tasks"))
    to_database = {"security_group_id": group.id, "referenced_security_group_id": database.group.id}
    out, into = "aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"
    unit.add(out, "service/to_database", description="To the database", **to_database, **_POSTGRESQL)
    https = {"cidr_ipv4": "0.0.0.0/0", "from_port": 443, "to_port": 443, **_TCP}
    unit.add(out, "service/to_internet", security_group_id=group.id, description="HTTPS by the NAT gateway", **https)
    from_tasks = {"security_group_id": database.group.id, "referenced_security_group_id": group.id}
    unit.add(into, "database/from_tasks", description="From the tasks", **from_tasks, **_POSTGRESQL)
    return group


def _start(keys: dict[str, Resource], log: Resource, database: Database) -> list[dict[str, object]]:
    pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    return [
        statement("LogInToTheRegistry", "ecr:GetAuthorizationToken", "*"),
        statement("PullTheImage", pull, f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/records/worker"),
        statement("WriteTheLog", ["logs:CreateLogStream", "logs:PutLogEvents"], f"{log.arn}:*"),
        statement("ReadTheSecret", "secretsmanager:GetSecretValue", _secret(database)),
        statement("DecryptTheSecret", "kms:Decrypt", keys["data"].arn),
    ]


def _work(keys: dict[str, Resource], messages: Messages, upstream: Resource | None) -> list[dict[str, object]]:
    read = ["kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
    work = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"]
    written = [statement("WriteOnwards", ["kinesis:PutRecord", "kinesis:PutRecords"], upstream.arn)] if upstream else []
    return [
        statement("ReadTheStream", read, messages.stream.arn),
        statement("WorkOnJobs", work, messages.jobs.arn, messages.dead.arn),
        statement("Store", ["s3:GetObject", "s3:PutObject"], f"{messages.bucket.arn}/*"),
        statement("UseTheKeys", ["kms:Decrypt", "kms:GenerateDataKey"], keys["data"].arn, keys["messages"].arn),
        *written,
    ]


def _container(log: Resource, messages: Messages, database: Database) -> dict[str, object]:
    environment = {
        "BUCKET": messages.bucket.bucket,
        "DB_ENDPOINT": database.cluster.endpoint,
        "JOBS_QUEUE_URL": messages.jobs.url,
        "STREAM_NAME": messages.stream.name,
    }
    options = {"awslogs-group": log.name, "awslogs-region": REGION, "awslogs-stream-prefix": "worker"}
    return {
        "name": "worker",
        "image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/records/worker:1.4.2",
        "essential": True,
        "readonlyRootFilesystem": True,
        "user": "1000:1000",
        "environment": [{"name": name, "value": value} for name, value in environment.items()],
        "secrets": [{"name": "DB_SECRET", "valueFrom": _secret(database)}],
        "logConfiguration": {"logDriver": "awslogs", "options": options},
    }


def _secret(database: Database) -> str:
    return f"${{{database.cluster.address}.master_user_secret[0].secret_arn}}"


def _scaling(unit: Unit, cluster: Resource, service: Resource) -> None:
    target = unit.add(
        "aws_appautoscaling_target",
        "scaling/target",
        resource_id=f"service/{cluster.name}/{service.name}",
        scalable_dimension="ecs:service:DesiredCount",
        service_namespace="ecs",
        min_capacity=2,
        max_capacity=10,
    )
    unit.add(
        "aws_appautoscaling_policy",
        "scaling/cpu",
        name=f"{unit.name}-cpu-prod",
        policy_type="TargetTrackingScaling",
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        service_namespace=target.service_namespace,
        target_tracking_scaling_policy_configuration={
            "predefined_metric_specification": {"predefined_metric_type": "ECSServiceAverageCPUUtilization"},
            "target_value": 60,
        },
    )
