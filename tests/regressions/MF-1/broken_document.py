"""A strategy that names what is not listed, and a launch type beside one."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster, EcsClusterSetting
from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import (
    EcsClusterCapacityProviders,
    EcsClusterCapacityProvidersDefaultCapacityProviderStrategy,
)
from cdktf_cdktf_provider_aws.ecs_service import EcsService, EcsServiceCapacityProviderStrategy
from kit import complete_service, new_stack, without
from sound import SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    insights = EcsClusterSetting(name="containerInsights", value="enabled")
    cluster = EcsCluster(stack, "cluster", name="streamflix-prod", setting=[insights])
    EcsClusterCapacityProviders(  # here: providers
        stack,
        "capacity_providers",
        cluster_name=cluster.name,
        capacity_providers=["FARGATE"],
        default_capacity_provider_strategy=[
            EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(capacity_provider="FARGATE_SPOTT", weight=4),
        ],
    )
    service = EcsService(  # here: service
        stack,
        "service",
        **without(
            SERVICE, capacity_provider_strategy=[EcsServiceCapacityProviderStrategy(capacity_provider="FARGATE")]
        ),
    )
    complete_service(stack, service)
