from stackgate.aws.alarms import is_watched
from stackgate.validator import validator

METRICS = {
    "AWS/ECS": ("CPUUtilization", "MemoryUtilization"),
    "ECS/ContainerInsights": (
        "CpuUtilized",
        "MemoryUtilized",
        "RunningTaskCount",
        "TaskCpuUtilization",
        "TaskMemoryUtilization",
    ),
}


@validator(
    on="aws_ecs_service",
    controls=("CA-7", "SI-4"),
    guards=("MF-2", "MF-S3"),
    level="warning",
)
def check(service, graph):
    """An alarm watches a service's processors, memory or count of running tasks.

    Why: A service that is starved, or whose tasks die as they start, is noticed by its users first. An alarm whose only
    action is a scaling policy tells nobody. A warning is enough: the alarm may stand in another stack, or in a
    monitoring tool outside AWS, which the document does not tell.
    Fix: Declare an aws_cloudwatch_metric_alarm on CPUUtilization or MemoryUtilization in AWS/ECS, or RunningTaskCount
    in ECS/ContainerInsights, with the dimensions ClusterName and ServiceName.
    """
    if not any(is_watched(graph, service, "ServiceName", space, names) for space, names in METRICS.items()):
        yield "no alarm watches its CPUUtilization, MemoryUtilization or RunningTaskCount"
