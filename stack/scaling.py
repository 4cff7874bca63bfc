"""How many workers run: as many as their processors and the stream's backlog ask for."""

from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicy,
    AppautoscalingPolicyStepScalingPolicyConfiguration,
    AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from constructs import Construct

from stack.settings import Settings

MINUTE_MS = 60_000


class Scaling(Construct):
    """Target tracking on CPU, and steps up while the stream is read late."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        cluster: EcsCluster,
        service: EcsService,
        stream: KinesisStream,
    ) -> None:
        super().__init__(scope, id_)
        target = AppautoscalingTarget(
            self,
            "target",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=f"service/{cluster.name}/{service.name}",
            min_capacity=settings.task_min,
            max_capacity=settings.task_max,
            tags=settings.tags("workers"),
        )
        AppautoscalingPolicy(
            self,
            "cpu",
            name=settings.name("cpu"),
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration(
                predefined_metric_specification=AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification(
                    predefined_metric_type="ECSServiceAverageCPUUtilization"
                ),
                target_value=60,
                scale_in_cooldown=300,
                scale_out_cooldown=60,
            ),
        )
        # Target tracking presupposes a metric that falls in proportion to the tasks. The iterator's age does not: it
        # grows while the workers are too few and falls to nothing once they are enough. So it only adds tasks.
        backlog = AppautoscalingPolicy(
            self,
            "backlog",
            name=settings.name("backlog"),
            policy_type="StepScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            step_scaling_policy_configuration=AppautoscalingPolicyStepScalingPolicyConfiguration(
                adjustment_type="ChangeInCapacity",
                metric_aggregation_type="Maximum",
                cooldown=120,
                step_adjustment=[
                    AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment(
                        metric_interval_lower_bound="0",
                        metric_interval_upper_bound=str(4 * MINUTE_MS),
                        scaling_adjustment=1,
                    ),
                    AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment(
                        metric_interval_lower_bound=str(4 * MINUTE_MS), scaling_adjustment=2
                    ),
                ],
            ),
        )
        CloudwatchMetricAlarm(
            self,
            "backlog_alarm",
            alarm_name=settings.name("backlog"),
            alarm_description="Records wait longer than a minute: one more worker, two from five minutes on",
            namespace="AWS/Kinesis",
            metric_name="GetRecords.IteratorAgeMilliseconds",
            dimensions={"StreamName": stream.name},
            statistic="Maximum",
            period=60,
            evaluation_periods=2,
            comparison_operator="GreaterThanThreshold",
            threshold=MINUTE_MS,
            # Nobody reads: more of the same workers would not either, and the monitoring's alarm tells.
            treat_missing_data="notBreaching",
            alarm_actions=[backlog.arn],
            tags=settings.tags("backlog"),
        )
