"""The worker service on ECS: Fargate, most of it Spot."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster, EcsClusterSetting
from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import (
    EcsClusterCapacityProviders,
    EcsClusterCapacityProvidersDefaultCapacityProviderStrategy,
)
from cdktf_cdktf_provider_aws.ecs_service import (
    EcsService,
    EcsServiceCapacityProviderStrategy,
    EcsServiceDeploymentCircuitBreaker,
    EcsServiceNetworkConfiguration,
)
from cdktf_cdktf_provider_aws.ecs_task_definition import (
    EcsTaskDefinition,
    EcsTaskDefinitionRuntimePlatform,
    EcsTaskDefinitionVolume,
)
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.subnet import Subnet
from constructs import Construct

from stack.database import Database
from stack.dead_letters import DeadLetters
from stack.keys import Keys
from stack.logs import log_group
from stack.roles import Roles
from stack.settings import Settings
from stack.stream import Stream

WORKER = "worker"
SCRATCH = "scratch"
USER = "1000:1000"


class Service(Construct):
    """Public: `cluster` and `worker`."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        keys: Keys,
        subnets: Sequence[Subnet],
        group: SecurityGroup,
        stream: Stream,
        queues: DeadLetters,
        database: Database,
    ) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        name = settings.name("workers")
        # ECS would make the insights' log group itself, without our key.
        insights = log_group(
            self, "insights", f"/aws/ecs/containerinsights/{name}/performance", settings=settings, key=keys.logs
        )
        self.cluster = EcsCluster(
            self,
            "cluster",
            name=name,
            setting=[EcsClusterSetting(name="containerInsights", value="enabled")],
            tags=settings.tags("workers"),
            depends_on=[insights],
        )
        providers = EcsClusterCapacityProviders(
            self,
            "providers",
            cluster_name=self.cluster.name,
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            default_capacity_provider_strategy=[
                EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(
                    capacity_provider="FARGATE", base=1, weight=1
                ),
                EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(capacity_provider="FARGATE_SPOT", weight=4),
            ],
        )
        log = log_group(self, "log", f"/{name}", settings=settings, key=keys.logs)
        roles = Roles(
            self,
            "roles",
            settings=settings,
            keys=keys,
            log=log,
            stream=stream.video,
            queues=queues,
            database=database,
        )
        task = EcsTaskDefinition(
            self,
            "task",
            family=settings.name(WORKER),
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu=str(settings.task_cpu),
            memory=str(settings.task_memory),
            runtime_platform=EcsTaskDefinitionRuntimePlatform(
                operating_system_family="LINUX", cpu_architecture="X86_64"
            ),
            execution_role_arn=roles.execution.arn,
            task_role_arn=roles.task.arn,
            container_definitions=json.dumps([self._container(log, stream, queues, database)], sort_keys=True),
            volume=[EcsTaskDefinitionVolume(name=SCRATCH)],
            tags=settings.tags(WORKER),
        )
        self.worker = EcsService(
            self,
            "worker",
            name=settings.name(WORKER),
            cluster=self.cluster.arn,
            task_definition=task.arn,
            desired_count=settings.task_min,
            capacity_provider_strategy=[
                EcsServiceCapacityProviderStrategy(capacity_provider="FARGATE", base=1, weight=1),
                EcsServiceCapacityProviderStrategy(capacity_provider="FARGATE_SPOT", weight=4),
            ],
            network_configuration=EcsServiceNetworkConfiguration(
                subnets=[subnet.id for subnet in subnets], security_groups=[group.id], assign_public_ip=False
            ),
            deployment_circuit_breaker=EcsServiceDeploymentCircuitBreaker(enable=True, rollback=True),
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            enable_execute_command=False,
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            tags=settings.tags(WORKER),
            # The count is the autoscaling's from the first deployment on.
            lifecycle=TerraformResourceLifecycle(ignore_changes=["desired_count"]),
            # A task started before its roles' policies stand fails.
            depends_on=[providers, *roles.rights],
        )

    def _container(
        self, log: CloudwatchLogGroup, stream: Stream, queues: DeadLetters, database: Database
    ) -> Mapping[str, Any]:
        settings = self._settings
        environment = {
            "AWS_REGION": settings.region,
            "DB_ENDPOINT": database.cluster.endpoint,
            "DB_NAME": database.cluster.database_name,
            "DB_SECRET_ARN": database.secret_arn,
            "DB_USER": database.user,
            "DEAD_LETTER_QUEUE_URL": queues.dead_letters.url,
            "JOBS_QUEUE_URL": queues.jobs.url,
            "STREAM_NAME": stream.video.name,
            "TMPDIR": f"/{SCRATCH}",
        }
        return {
            "name": WORKER,
            "image": f"{settings.registry}/{settings.image_repository}:{settings.image_tag}",
            "essential": True,
            "user": USER,
            "readonlyRootFilesystem": True,
            "privileged": False,
            "linuxParameters": {"capabilities": {"drop": ["ALL"]}, "initProcessEnabled": True},
            # A volume of Fargate belongs to root unless the image declares the path as a VOLUME of its user.
            "mountPoints": [{"sourceVolume": SCRATCH, "containerPath": f"/{SCRATCH}", "readOnly": False}],
            "environment": [{"name": name, "value": value} for name, value in environment.items()],
            "secrets": [{"name": "DB_SECRET", "valueFrom": database.secret_arn}],
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": log.name,
                    "awslogs-region": settings.region,
                    "awslogs-stream-prefix": WORKER,
                },
            },
            # The worker has no port: it touches a file after every batch.
            "healthCheck": {
                "command": ["CMD-SHELL", f"find /{SCRATCH}/heartbeat -mmin -2 | grep -q ."],
                "interval": 30,
                "retries": 3,
                "startPeriod": 60,
                "timeout": 5,
            },
            # Spot warns a task two minutes before it takes the machine away.
            "stopTimeout": 120,
        }
