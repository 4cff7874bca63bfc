from stackgate.aws.wiring import wired
from stackgate.validator import validator


@validator(on="aws_cloudwatch_event_rule", level="warning")
def check(rule, graph):
    """A rule of EventBridge has a target.

    Why: Without one each event that it matches, and each time that its schedule comes, goes nowhere. A warning is
        enough: another stack may add the target.
    Fix: Add an aws_cloudwatch_event_target whose rule is this one's name, or take the rule away.
    """
    if not wired(graph, rule, "rule", "aws_cloudwatch_event_target"):
        yield "no target: what it matches goes nowhere"
