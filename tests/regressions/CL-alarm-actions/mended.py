"""An alarm with an action."""

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from kit import new_stack
from sound import TOPIC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    CloudwatchMetricAlarm(
        stack,
        "late",
        alarm_name="late-prod",
        namespace="AWS/SQS",
        metric_name="ApproximateAgeOfOldestMessage",
        dimensions={"QueueName": "jobs-prod"},
        statistic="Maximum",
        comparison_operator="GreaterThanThreshold",
        threshold=300,
        period=60,
        evaluation_periods=5,
        alarm_actions=[TOPIC],
    )
