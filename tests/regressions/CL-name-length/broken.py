"""Forty characters."""

from cdktf import App
from cdktf_cdktf_provider_aws.lb import Lb
from kit import new_stack
from sound import SUBNETS


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    Lb(  # here
        stack,
        "balancer",
        name="streamflix-video-pipeline-public-prod-lb",
        load_balancer_type="application",
        subnets=SUBNETS,
        drop_invalid_header_fields=True,
    )
