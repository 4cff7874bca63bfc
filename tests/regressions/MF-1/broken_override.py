"""Typed structs, and an escape hatch that takes the provider out again."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster, EcsClusterSetting
from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import (
    EcsClusterCapacityProviders,
    EcsClusterCapacityProvidersDefaultCapacityProviderStrategy,
)
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    insights = EcsClusterSetting(name="containerInsights", value="enabled")
    cluster = EcsCluster(stack, "cluster", name="streamflix-prod", setting=[insights])
    providers = EcsClusterCapacityProviders(  # here
        stack,
        "capacity_providers",
        cluster_name=cluster.name,
        capacity_providers=["FARGATE", "FARGATE_SPOT"],
        default_capacity_provider_strategy=[
            EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(capacity_provider="FARGATE", weight=1, base=1),
            EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(capacity_provider="FARGATE_SPOT", weight=4),
        ],
    )
    providers.add_override("default_capacity_provider_strategy.0", {"capacityProvider": "FARGATE", "weight": 1})
