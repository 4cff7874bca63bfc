"""A target that a policy moves."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from kit import complete_service, new_stack
from sound import SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    service = EcsService(stack, "service", **SERVICE)
    complete_service(stack, service)
