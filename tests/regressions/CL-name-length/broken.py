"""Forty characters."""

from cdktf import App
from cdktf_cdktf_provider_aws.lb import Lb
from kit import SUBNETS, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    Lb(  # here
        stack,
        "balancer",
        name="streamflix-video-pipeline-public-prod-lb",
        load_balancer_type="application",
        subnets=SUBNETS,
    )
