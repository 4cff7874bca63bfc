"""The block itself."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService, EcsServiceNetworkConfiguration
from kit import complete_service, new_stack, without
from sound import GROUP, SERVICE, SUBNETS


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    network = EcsServiceNetworkConfiguration(subnets=SUBNETS, security_groups=[GROUP])
    service = EcsService(stack, "service", **without(SERVICE, network_configuration=network))
    complete_service(stack, service)
