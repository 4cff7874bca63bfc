"""A subnet outside its VPC, and one that lies across another."""

from cdktf import App
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from kit import complete_network, new_stack, public_tier


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", tags={"Name": "streamflix-prod"})
    complete_network(stack, vpc)
    public_tier(stack, vpc)
    table = RouteTable(stack, "table", vpc_id=vpc.id, tags={"Name": "private-prod"})
    private_a = Subnet(
        stack,
        "private_a",
        vpc_id=vpc.id,
        cidr_block="10.0.10.0/24",
        availability_zone="eu-west-1a",
        tags={"Name": "private-a-prod"},
    )
    private_b = Subnet(  # here: across
        stack,
        "private_b",
        vpc_id=vpc.id,
        cidr_block="10.0.10.128/25",
        availability_zone="eu-west-1b",
        tags={"Name": "private-b-prod"},
    )
    private_c = Subnet(  # here: outside
        stack,
        "private_c",
        vpc_id=vpc.id,
        cidr_block="10.1.0.0/24",
        availability_zone="eu-west-1c",
        tags={"Name": "private-c-prod"},
    )
    for subnet in (private_a, private_b, private_c):
        RouteTableAssociation(stack, f"{subnet.node.id}_table", subnet_id=subnet.id, route_table_id=table.id)
