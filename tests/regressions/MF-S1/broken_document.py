"""Typed, but without weight and beside a launch type."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService, EcsServiceCapacityProviderStrategy
from kit import complete_service, new_stack, without
from sound import SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    providers = ("FARGATE", "FARGATE_SPOT")
    strategy = [EcsServiceCapacityProviderStrategy(capacity_provider=name, weight=0) for name in providers]
    service = EcsService(stack, "service", **without(SERVICE, capacity_provider_strategy=strategy))  # here
    complete_service(stack, service)
