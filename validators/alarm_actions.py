import re

from stackgate.validator import Block, Unresolved, validator

READERS = {
    "aws_appconfig_environment": "monitor",
    "aws_autoscaling_group": "instance_refresh",
    "aws_cloudwatch_composite_alarm": "alarm_rule",
    "aws_codedeploy_deployment_group": "alarm_configuration",
    "aws_ecs_service": "alarms",
    "aws_fis_experiment_template": "stop_condition",
    "aws_route53_health_check": "cloudwatch_alarm_name",
    "aws_sagemaker_endpoint": "deployment_config",
}
"""What acts on the state of an alarm by itself, and the attribute in which it names the alarm."""


@validator(
    on="aws_cloudwatch_metric_alarm",
    controls=("CloudWatch.15", "CloudWatch.17", "CT.CLOUDWATCH.PR.1", "CT.CLOUDWATCH.PR.4"),
    guards=("MF-2", "MF-S3"),
)
def check(alarm, graph):
    """A metric alarm that goes off does something.

    Why: An alarm without actions, or with its actions switched off, turns red on a page that nobody looks at. The
    exception is one whose state is read: by a composite alarm, a health check, a deployment that it stops, an
    experiment that it ends.
    Fix: Give alarm_actions the ARN of a topic, a scaling policy or another action, and leave actions_enabled alone.
    """
    actions, enabled = alarm["alarm_actions"], alarm.flag("actions_enabled", default=True)
    if (actions and enabled) or is_read(alarm, graph):
        return
    if not actions:
        yield f"alarm_actions is {'not set' if actions is None else 'empty'}: nobody is told", "alarm_actions"
    elif not enabled:
        yield "actions_enabled is false: its actions are switched off", "actions_enabled"


def is_read(alarm, graph):
    """Whether something acts on the alarm's state, which it names by a reference or by the alarm's name."""
    for reader in graph.referrers(alarm, *READERS):
        if any(reference.target == alarm.address for reference in reader.references(READERS[reader.type])):
            return True
    name = alarm.peek("alarm_name")
    if name is None:
        return False
    whole = re.compile(rf"(?<![\w-]){re.escape(str(name))}(?![\w-])")
    readers = graph.of_type(*READERS)
    return any(whole.search(text) for reader in readers for text in texts(reader.peek(READERS[reader.type])))


def texts(value):
    """Every text in a value, with expressions as they are written."""
    if isinstance(value, Block):
        for _, inner in value.items():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, (str, Unresolved)):
        yield str(value)
