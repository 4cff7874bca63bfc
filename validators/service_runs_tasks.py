from stackgate.aws.scaling import scaling_targets
from stackgate.validator import validator


@validator(on="aws_ecs_service", guards=("MF-4",), level="warning")
def check(service, graph):
    """An ECS service runs tasks: it says how many, or something scales it.

    Why: The provider's default is a desired_count of 0: the deploy succeeds, and nothing runs. A service that is meant
        to be started by hand can be right; hence only a warning.
    Fix: Set desired_count to 1 or more, or declare an aws_appautoscaling_target for the service.
    """
    if service.get("scheduling_strategy", "REPLICA") == "DAEMON" or service.number("desired_count"):
        return
    if not scaling_targets(service, graph):
        yield "desired_count is 0, and nothing scales it", "desired_count"
