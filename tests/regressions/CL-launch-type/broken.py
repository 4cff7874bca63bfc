"""Both."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService, EcsServiceCapacityProviderStrategy
from kit import complete_service, new_stack, without
from sound import SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    fargate = EcsServiceCapacityProviderStrategy(capacity_provider="FARGATE", weight=1)
    service = EcsService(stack, "service", **without(SERVICE, capacity_provider_strategy=[fargate]))  # here
    complete_service(stack, service)
