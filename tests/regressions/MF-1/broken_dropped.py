"""A misspelt key that is not required: the strategy synthesizes without its weight."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster, EcsClusterSetting
from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import EcsClusterCapacityProviders
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    insights = EcsClusterSetting(name="containerInsights", value="enabled")
    cluster = EcsCluster(stack, "cluster", name="streamflix-prod", setting=[insights])
    EcsClusterCapacityProviders(  # here
        stack,
        "capacity_providers",
        cluster_name=cluster.name,
        capacity_providers=["FARGATE", "FARGATE_SPOT"],
        default_capacity_provider_strategy=[
            {"capacityProvider": "FARGATE", "weigth": 1, "base": 1},
            {"capacityProvider": "FARGATE_SPOT", "weight": 4},
        ],
    )
