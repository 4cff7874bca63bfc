"""The service's strategy as a dict in a list."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from kit import complete_service, new_stack, without
from sound import SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    service = EcsService(  # here
        stack,
        "service",
        **without(
            SERVICE, "launch_type", capacity_provider_strategy=[{"capacity_provider": "FARGATE_SPOT", "weight": 1}]
        ),
    )
    complete_service(stack, service)
