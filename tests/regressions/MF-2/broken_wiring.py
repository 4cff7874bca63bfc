"""An alarm that tells nobody, and an environment under a misspelt key."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from kit import new_stack, without
from sound import CONTAINER, TASK


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    container = CONTAINER | {"enviroment": [{"name": "LOG_LEVEL", "value": "info"}]}
    EcsTaskDefinition(stack, "task", **without(TASK, container_definitions=json.dumps([container])))  # here: task
    CloudwatchMetricAlarm(  # here: alarm
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
    )
