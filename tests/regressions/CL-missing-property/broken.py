"""A target without its namespace."""

from cdktf import App
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    AppautoscalingTarget(  # here
        stack,
        "target",
        min_capacity=1,
        max_capacity=4,
        resource_id="table/views-prod",
        scalable_dimension="dynamodb:table:ReadCapacityUnits",
    )
