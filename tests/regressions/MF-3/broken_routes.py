"""A gateway that no route leads to, and subnets without a route table."""

from cdktf import App
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from kit import complete_network, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", tags={"Name": "streamflix-prod"})
    complete_network(stack, vpc)
    InternetGateway(stack, "gateway", vpc_id=vpc.id, tags={"Name": "gateway-prod"})  # here: gateway
    for letter, number in {"a": 0, "b": 1}.items():
        Subnet(  # here: subnets
            stack,
            f"subnet_{letter}",
            vpc_id=vpc.id,
            cidr_block=f"10.0.{number}.0/24",
            availability_zone=f"eu-west-1{letter}",
            tags={"Name": f"subnet-{letter}-prod"},
        )
