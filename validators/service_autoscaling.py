from stackgate.aws.scaling import scaling_targets
from stackgate.validator import validator


@validator(on="aws_ecs_service", controls=("CP-2",), guards=("MF-4", "MF-S5"), level="warning")
def check(service, graph):
    """An ECS service has a scalable target, so that its count of tasks follows its load.

    Why: Without one the count stays where the deploy put it: too few tasks under load, paid-for idle ones otherwise.
    A DAEMON service runs one task an instance and cannot be scaled. A warning is enough: a fixed count is a legitimate
    design for what must run once, or whose load does not change.
    Fix: Declare an aws_appautoscaling_target with the service_namespace `ecs`, the scalable_dimension
    `ecs:service:DesiredCount` and the resource_id `service/<cluster name>/<service name>`, and a policy for it.
    """
    if service.get("scheduling_strategy", "REPLICA") != "DAEMON" and not scaling_targets(service, graph):
        yield "no aws_appautoscaling_target scales this service"
