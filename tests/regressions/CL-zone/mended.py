"""A zone of the provider's region."""

from cdktf import App
from cdktf_cdktf_provider_aws.subnet import Subnet
from kit import new_stack
from sound import REGION, VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    Subnet(
        stack,
        "private",
        vpc_id=VPC,
        cidr_block="10.0.0.0/24",
        availability_zone=f"{REGION}a",
        tags={"Name": "private-prod"},
    )
