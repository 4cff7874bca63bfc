from stackgate.validator import validator

SECONDS = (60, 600)


@validator(on="aws_flow_log")
def check(log, graph):
    """A flow log aggregates over 60 or 600 seconds.

    Why: AWS takes no other max_aggregation_interval, and refuses the flow log.
    Fix: Set max_aggregation_interval to 60, or leave it out for 600.
    """
    seconds = log.number("max_aggregation_interval")
    if seconds is not None and seconds not in SECONDS:
        yield f"{seconds:g} seconds; AWS takes 60 or 600", "max_aggregation_interval"
