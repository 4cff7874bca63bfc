"""All that is required."""

from cdktf import App
from cdktf_cdktf_provider_aws.appautoscaling_scheduled_action import (
    AppautoscalingScheduledAction,
    AppautoscalingScheduledActionScalableTargetAction,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    target = AppautoscalingTarget(
        stack,
        "target",
        min_capacity=1,
        max_capacity=4,
        resource_id="table/views-prod",
        scalable_dimension="dynamodb:table:ReadCapacityUnits",
        service_namespace="dynamodb",
    )
    AppautoscalingScheduledAction(
        stack,
        "nightly",
        name="nightly",
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        service_namespace=target.service_namespace,
        schedule="cron(0 22 * * ? *)",
        scalable_target_action=AppautoscalingScheduledActionScalableTargetAction(min_capacity="1", max_capacity="2"),
    )
