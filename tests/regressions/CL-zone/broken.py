"""Zones of one region, a provider of another."""

from cdktf import App
from cdktf_cdktf_provider_aws.subnet import Subnet
from kit import new_stack
from sound import VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    Subnet(  # here
        stack,
        "private",
        vpc_id=VPC,
        cidr_block="10.0.0.0/24",
        availability_zone="us-east-1a",
        tags={"Name": "private-prod"},
    )
