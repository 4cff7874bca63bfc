"""Alarms on what CloudWatch does not have: a misspelt metric, and a dimension by another name."""

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from kit import new_stack
from sound import TOPIC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    words = {
        "late": ("ApproximateAgeOfOldestMesage", {"QueueName": "jobs-prod"}),
        "full": ("ApproximateNumberOfMessagesVisible", {"Queue": "jobs-prod"}),
    }
    for name, (metric, dimensions) in words.items():
        CloudwatchMetricAlarm(  # here
            stack,
            name,
            alarm_name=f"{name}-prod",
            namespace="AWS/SQS",
            metric_name=metric,
            dimensions=dimensions,
            statistic="Maximum",
            comparison_operator="GreaterThanThreshold",
            threshold=300,
            period=60,
            evaluation_periods=5,
            alarm_actions=[TOPIC],
        )
