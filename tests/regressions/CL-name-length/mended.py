"""Eighteen."""

from cdktf import App
from cdktf_cdktf_provider_aws.lb import Lb
from kit import SUBNETS, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    Lb(
        stack,
        "balancer",
        name="streamflix-prod-lb",
        load_balancer_type="application",
        subnets=SUBNETS,
    )
