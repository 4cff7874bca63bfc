"""Two zones, a public and a private subnet in each."""

from cdktf import App
from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from cdktf_cdktf_provider_aws.vpc import Vpc
from kit import complete_network, new_stack, public_tier, tier


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", tags={"Name": "streamflix-prod"})
    complete_network(stack, vpc)
    public = public_tier(stack, vpc)
    address = Eip(stack, "address", domain="vpc", tags={"Name": "nat-prod"})
    nat = NatGateway(stack, "nat", subnet_id=public[0].id, allocation_id=address.id, tags={"Name": "nat-prod"})
    tier(stack, vpc, "private", 10, nat_gateway_id=nat.id)
