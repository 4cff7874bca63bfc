"""The id of the VPC."""

from cdktf import App
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc import Vpc
from kit import complete_network, new_stack, public_tier, tier


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", tags={"Name": "streamflix-prod"})
    complete_network(stack, vpc)
    public_tier(stack, vpc)
    tier(stack, vpc, "private", 10)
    SecurityGroup(stack, "web", description="web", vpc_id=vpc.id, tags={"Name": "web-prod"})
