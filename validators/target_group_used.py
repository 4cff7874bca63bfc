from stackgate.aws.wiring import is_shown
from stackgate.validator import validator

ONLY_ASK = (
    "aws_alb_listener",
    "aws_alb_listener_rule",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_metric_alarm",
    "aws_lb_listener",
    "aws_lb_listener_rule",
)
"""What refers to a target group without putting targets into it."""
OTHERS_REGISTER = ("aws_eks_cluster", "data.aws_eks_cluster", "data.aws_eks_cluster_auth")


@validator(on=("aws_lb_target_group", "aws_alb_target_group"))
def check(group, graph):
    """A target group that a listener forwards to is given targets.

    Why: A load balancer without targets answers every request with 503. The instances and services run beside it, and
        nothing tells that nobody registers them.
    Fix: Put the target group's ARN into the autoscaling group's target_group_arns, the ECS service's load_balancer, or
        an aws_lb_target_group_attachment.
    """
    users = graph.referrers(group)
    forwarded = [user for user in users if user.kind in ONLY_ASK and "listener" in user.kind]
    if not forwarded or any(user.kind not in ONLY_ASK for user in users):
        return
    if graph.of_type(*OTHERS_REGISTER) or is_shown(group, graph) or is_named(group, graph):
        return
    yield f"{forwarded[0].address} forwards to it, and nothing registers targets in it"


def is_named(group, graph):
    """Whether what registers targets names it otherwise than by a reference."""
    return any(
        graph.means(value, group)
        for attachment in graph.of_type("aws_autoscaling_attachment", "aws_lb_target_group_attachment")
        for value in (attachment["lb_target_group_arn"], attachment["target_group_arn"])
        if value is not None and graph.target(value) is None
    )
