"""A delay as a string."""

from cdktf import App
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup
from kit import new_stack
from sound import VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    LbTargetGroup(
        stack,
        "web",
        name="web-prod",
        port=8080,
        protocol="HTTP",
        target_type="ip",
        vpc_id=VPC,
        deregistration_delay="30",
    )
