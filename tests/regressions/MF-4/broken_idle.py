"""A service of no tasks, for nobody said how many."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from kit import new_stack, watch_service, without
from sound import SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    service = EcsService(stack, "service", **without(SERVICE, "desired_count"))  # here
    watch_service(stack, service)
