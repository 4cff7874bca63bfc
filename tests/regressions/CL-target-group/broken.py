"""Nothing registers targets."""

from cdktf import App
from cdktf_cdktf_provider_aws.autoscaling_group import AutoscalingGroup, AutoscalingGroupLaunchTemplate
from cdktf_cdktf_provider_aws.lb import Lb
from cdktf_cdktf_provider_aws.lb_listener import LbListener, LbListenerDefaultAction
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup
from kit import new_stack
from sound import BALANCER, LISTENER, SUBNETS, VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    group = LbTargetGroup(stack, "web", name="web-prod", port=8080, protocol="HTTP", vpc_id=VPC)  # here
    balancer = Lb(stack, "balancer", **BALANCER)
    forward = LbListenerDefaultAction(type="forward", target_group_arn=group.arn)
    LbListener(stack, "https", load_balancer_arn=balancer.arn, default_action=[forward], **LISTENER)
    template = AutoscalingGroupLaunchTemplate(id="lt-0a1b2c3d4e5f60718", version="3")
    AutoscalingGroup(
        stack,
        "web_servers",
        name="web-prod",
        min_size=2,
        max_size=6,
        vpc_zone_identifier=SUBNETS,
        launch_template=template,
    )
