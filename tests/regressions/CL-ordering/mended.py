"""The service waits for the listener."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService, EcsServiceLoadBalancer
from cdktf_cdktf_provider_aws.lb import Lb
from cdktf_cdktf_provider_aws.lb_listener import LbListener, LbListenerDefaultAction
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup
from kit import complete_service, new_stack, without
from sound import BALANCER, LISTENER, SERVICE, VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    group = LbTargetGroup(stack, "web", name="web-prod", port=8080, protocol="HTTP", target_type="ip", vpc_id=VPC)
    balancer = Lb(stack, "balancer", **BALANCER)
    forward = LbListenerDefaultAction(type="forward", target_group_arn=group.arn)
    listener = LbListener(stack, "https", load_balancer_arn=balancer.arn, default_action=[forward], **LISTENER)
    behind = EcsServiceLoadBalancer(target_group_arn=group.arn, container_name="worker", container_port=8080)
    service = EcsService(stack, "service", **without(SERVICE, load_balancer=[behind], depends_on=[listener]))
    complete_service(stack, service)
