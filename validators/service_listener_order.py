from stackgate.aws.order import made_before
from stackgate.aws.wiring import items, pointed
from stackgate.validator import validator

LISTENERS = ("aws_alb_listener", "aws_alb_listener_rule", "aws_lb_listener", "aws_lb_listener_rule")
BALANCERS = ("aws_alb.", "aws_lb.")


@validator(on="aws_ecs_service", level="warning")
def check(service, graph):
    """An ECS service behind a load balancer is made after the listener that forwards to its target group.

    Why: ECS refuses a service whose target group has no load balancer yet. The service refers to the target group
        alone, so Terraform makes it beside the load balancer, which takes minutes. It is a warning, since the provider
        tries again for some minutes, and that is often, not always, long enough.
    Fix: Add the listener to the service's depends_on.
    """
    before = None
    for balancer in service.blocks("load_balancer"):
        for value in items(balancer, "target_group_arn"):
            group = pointed(graph, value)
            listeners = graph.referrers(group, *LISTENERS) if group else []
            if not listeners:
                continue
            before = made_before(service, graph) if before is None else before
            waited_for = {listener.address for listener in listeners}
            if not before & waited_for and not any(address.startswith(BALANCERS) for address in before):
                yield f"may be made before {listeners[0].address}, which forwards to {group.address}", "depends_on"
