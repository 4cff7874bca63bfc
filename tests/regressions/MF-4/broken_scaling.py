"""A scalable target that no policy moves, one in words that AWS does not have, a negative count."""

from cdktf import App
from cdktf_cdktf_provider_aws.appautoscaling_scheduled_action import (
    AppautoscalingScheduledAction,
    AppautoscalingScheduledActionScalableTargetAction,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from kit import new_stack, watch_service, without
from sound import SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    service = EcsService(stack, "service", **without(SERVICE, desired_count=-1))  # here: service
    watch_service(stack, service)
    AppautoscalingTarget(  # here: unmoved
        stack,
        "target",
        min_capacity=1,
        max_capacity=10,
        resource_id=f"service/{service.cluster}/{service.name}",
        scalable_dimension="ecs:service:DesiredCount",
        service_namespace="ecs",
    )
    other = AppautoscalingTarget(  # here: dimension
        stack,
        "other",
        min_capacity=1,
        max_capacity=10,
        resource_id="service/platform/other",
        scalable_dimension="ecs:service:DesiredTasks",
        service_namespace="ecs",
    )
    AppautoscalingScheduledAction(
        stack,
        "nightly",
        name="nightly",
        resource_id=other.resource_id,
        scalable_dimension=other.scalable_dimension,
        service_namespace="ecs",
        schedule="cron(0 22 * * ? *)",
        scalable_target_action=AppautoscalingScheduledActionScalableTargetAction(min_capacity="0", max_capacity="0"),
    )
