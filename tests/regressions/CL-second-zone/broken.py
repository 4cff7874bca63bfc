"""A private tier in one zone."""

from cdktf import App
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from kit import complete_network, new_stack, public_tier


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", tags={"Name": "streamflix-prod"})  # here: network
    complete_network(stack, vpc)
    public_tier(stack, vpc)
    table = RouteTable(stack, "table", vpc_id=vpc.id, tags={"Name": "private-prod"})
    first = Subnet(
        stack,
        "private_a",
        vpc_id=vpc.id,
        cidr_block="10.0.10.0/24",
        availability_zone="eu-west-1a",
        tags={"Name": "private-a-prod"},
    )
    RouteTableAssociation(stack, "private_a_table", subnet_id=first.id, route_table_id=table.id)
    Subnet(  # here: subnet
        stack,
        "private_c",
        vpc_id=vpc.id,
        cidr_block="10.0.11.0/24",
        availability_zone="eu-west-1a",
        tags={"Name": "private-c-prod"},
    )
