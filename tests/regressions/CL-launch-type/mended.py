"""The strategy alone."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService, EcsServiceCapacityProviderStrategy
from kit import complete_service, new_stack, without
from sound import SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    fargate = EcsServiceCapacityProviderStrategy(capacity_provider="FARGATE", weight=1)
    service = EcsService(stack, "service", **without(SERVICE, "launch_type", capacity_provider_strategy=[fargate]))
    complete_service(stack, service)
