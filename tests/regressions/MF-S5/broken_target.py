"""A scalable target in words that AWS does not have, which nothing moves."""

from cdktf import App
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    AppautoscalingTarget(  # here
        stack,
        "target",
        min_capacity=1,
        max_capacity=10,
        resource_id="service/platform/worker",
        scalable_dimension="ecs:service:DesiredTasks",
        service_namespace="ecs",
    )
