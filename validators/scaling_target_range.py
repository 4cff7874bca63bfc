from stackgate.validator import validator


@validator(on="aws_appautoscaling_target", level="warning")
def check(target, graph):
    """A scaling target has room to scale: its max_capacity is above its min_capacity.

    Why: With both the same the policies and alarms are there, and nothing ever scales. A warning is enough: it is a
        way to hold a service at one size for a while, and scheduled actions can set other limits.
    Fix: Set max_capacity to what the service may grow to under load.
    """
    least, most = target.number("min_capacity"), target.number("max_capacity")
    if least is not None and least == most and not graph.referrers(target, "aws_appautoscaling_scheduled_action"):
        yield f"min_capacity and max_capacity are both {least:g}: nothing scales", "max_capacity"
