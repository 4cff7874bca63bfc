"""The typed struct, and an escape hatch that writes the entry anew."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService, EcsServiceCapacityProviderStrategy
from kit import complete_service, new_stack, without
from sound import SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    spot = EcsServiceCapacityProviderStrategy(capacity_provider="FARGATE_SPOT", weight=1)
    service = EcsService(  # here
        stack, "service", **without(SERVICE, "launch_type", capacity_provider_strategy=[spot])
    )
    service.add_override("capacity_provider_strategy", [{"weight": 1}])
    complete_service(stack, service)
