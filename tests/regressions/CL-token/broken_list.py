"""The first of a list of zones, taken in Python."""

from cdktf import App
from cdktf_cdktf_provider_aws.data_aws_availability_zones import DataAwsAvailabilityZones
from cdktf_cdktf_provider_aws.subnet import Subnet
from kit import new_stack
from sound import VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    zones = DataAwsAvailabilityZones(stack, "zones", state="available")
    Subnet(  # here
        stack,
        "first",
        vpc_id=VPC,
        cidr_block="10.0.0.0/24",
        availability_zone=zones.names[0],
        tags={"Name": "first-prod"},
    )
