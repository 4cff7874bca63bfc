"""Private subnets behind a NAT gateway."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from cdktf_cdktf_provider_aws.vpc import Vpc
from kit import complete_network, complete_service, new_stack, public_tier, tier, without
from sound import GROUP, SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", tags={"Name": "streamflix-prod"})
    complete_network(stack, vpc)
    public = public_tier(stack, vpc)
    address = Eip(stack, "address", domain="vpc", tags={"Name": "nat-prod"})
    nat = NatGateway(stack, "nat", subnet_id=public[0].id, allocation_id=address.id, tags={"Name": "nat-prod"})
    private = tier(stack, vpc, "private", 10, nat_gateway_id=nat.id)
    subnets = [subnet.id for subnet in private]
    placed = {"subnets": subnets, "security_groups": [GROUP], "assign_public_ip": False}
    service = EcsService(stack, "service", **without(SERVICE, network_configuration=placed))
    complete_service(stack, service)
