"""One public subnet in one zone, and no names."""

from cdktf import App
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from kit import complete_network, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16")  # here
    complete_network(stack, vpc)
    gateway = InternetGateway(stack, "gateway", vpc_id=vpc.id, tags={"Name": "gateway-prod"})
    table = RouteTable(stack, "table", vpc_id=vpc.id, tags={"Name": "public-prod"})
    Route(stack, "out", route_table_id=table.id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
    subnet = Subnet(
        stack,
        "public_a",
        vpc_id=vpc.id,
        cidr_block="10.0.0.0/24",
        availability_zone="eu-west-1a",
        tags={"Name": "public-a-prod"},
    )
    RouteTableAssociation(stack, "public_a_table", subnet_id=subnet.id, route_table_id=table.id)
