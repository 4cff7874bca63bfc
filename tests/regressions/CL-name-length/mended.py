"""Eighteen."""

from cdktf import App
from cdktf_cdktf_provider_aws.lb import Lb
from kit import new_stack
from sound import SUBNETS


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    Lb(
        stack,
        "balancer",
        name="streamflix-prod-lb",
        load_balancer_type="application",
        subnets=SUBNETS,
        drop_invalid_header_fields=True,
    )
