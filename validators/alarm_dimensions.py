from stackgate.validator import validator

ALWAYS_OF_SOMETHING = (
    "AWS/ApplicationELB",
    "AWS/ApiGateway",
    "AWS/AutoScaling",
    "AWS/EBS",
    "AWS/ECS",
    "AWS/EFS",
    "AWS/Kinesis",
    "AWS/NATGateway",
    "AWS/NetworkELB",
    "AWS/SQS",
    "ECS/ContainerInsights",
)
"""Namespaces without metrics of the whole account. Lambda, RDS, EC2 and DynamoDB have some, by no dimension."""


@validator(on="aws_cloudwatch_metric_alarm")
def check(alarm, graph):
    """An alarm on a metric of AWS says by its dimensions what it watches.

    Why: In these namespaces each metric belongs to a queue, a cluster, a load balancer. Without dimensions an alarm
        names a metric that does not exist: it has no data, and never goes off.
    Fix: Set dimensions to those that the metric is published with, such as QueueName, or ClusterName and ServiceName.
    """
    metrics = [metric for query in alarm.blocks("metric_query") for metric in query.blocks("metric")]
    for metric in (alarm, *metrics):
        if "namespace" in metric and metric["namespace"] in ALWAYS_OF_SOMETHING and not metric.get("dimensions"):
            name = metric.text("metric_name")
            yield f"no dimensions: {metric.text('namespace')} has no {name} of nothing in particular", "dimensions"
