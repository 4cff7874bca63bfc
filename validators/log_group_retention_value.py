from stackgate.validator import validator

DAYS = (0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731)
DAYS += (1096, 1827, 2192, 2557, 2922, 3288, 3653)


@validator(on="aws_cloudwatch_log_group")
def check(group, graph):
    """A log group's retention is one of the periods that CloudWatch offers.

    Why: CloudWatch Logs refuses every other number of days (PutRetentionPolicy lists those it takes), so seven years
        are 2557 days, not 2555.
    Fix: Take the nearest period that is offered.
    """
    days = group.number("retention_in_days")
    if days is not None and days not in DAYS:
        nearest = min(DAYS, key=lambda offered: abs(offered - days))
        yield f"{days:g} days are not offered; {nearest} are", "retention_in_days"
