from stackgate.aws.scaling import scaling_policies
from stackgate.validator import validator


@validator(on="aws_appautoscaling_target", controls=("CP-2",), guards=("MF-4", "MF-S5"), relaxable=True)
def check(target, graph):
    """A scalable target is moved by a scaling policy or a scheduled action.

    Why: A target alone only registers a range; nothing ever changes the count.
    Fix: Declare an aws_appautoscaling_policy (or aws_appautoscaling_scheduled_action) with the target's resource_id and
    scalable_dimension.
    """
    if not scaling_policies(target, graph):
        yield "no policy or scheduled action moves this target"
