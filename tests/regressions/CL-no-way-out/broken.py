"""Private subnets that lead nowhere."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.vpc import Vpc
from kit import complete_network, complete_service, new_stack, public_tier, tier, without
from sound import GROUP, SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", tags={"Name": "streamflix-prod"})
    complete_network(stack, vpc)
    public_tier(stack, vpc)
    private = tier(stack, vpc, "private", 10)
    subnets = [subnet.id for subnet in private]
    placed = {"subnets": subnets, "security_groups": [GROUP], "assign_public_ip": False}
    service = EcsService(stack, "service", **without(SERVICE, network_configuration=placed))  # here
    complete_service(stack, service)
