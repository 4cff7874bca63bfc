from stackgate.aws.dimensions import FITTING, OWNERS, TOGETHER, meant
from stackgate.aws.metrics import NAMESPACES
from stackgate.validator import Block, Reference, known, suggestion, validator

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
ATTRIBUTE = "dimensions"
MEASURED = frozenset().union(*OWNERS.values())


@validator(on="aws_cloudwatch_metric_alarm", guards=("MF-2", "MF-S3"))
def check(alarm, graph):
    """An alarm on a metric of AWS says by its dimensions what it watches, in CloudWatch's words.

    Why: Each metric belongs to a queue, a cluster, a load balancer, and is found by the dimensions that it is published
        with. With none of them, a misspelt one, or an ARN where the name belongs, an alarm watches a metric that does
        not exist: it has no data, and never goes off.
    Fix: Set dimensions to those that the metric is published with, such as QueueName, or ClusterName and ServiceName,
        and to the attribute that CloudWatch goes by: `.name`, for a load balancer and a target group `.arn_suffix`.
    """
    metrics = [metric for query in alarm.blocks("metric_query") for metric in query.blocks("metric")]
    for metric in (alarm, *metrics):
        if "namespace" in metric:
            given = metric.get(ATTRIBUTE)
            if given:
                yield from ((problem, ATTRIBUTE) for problem in wrong(metric, metric["namespace"], graph))
            elif metric["namespace"] in ALWAYS_OF_SOMETHING:
                name = metric.text("metric_name")
                yield f"no dimensions: {metric.text('namespace')} has no {name} of nothing in particular", ATTRIBUTE


def wrong(metric, namespace, graph):
    given = metric[ATTRIBUTE]
    if not isinstance(given, Block):
        return
    described = NAMESPACES.get(str(namespace))
    for name, value in given.items():
        if described and name not in described.dimensions:
            yield f"{namespace} has no dimension {name}{suggestion(name, described.dimensions)}"
        elif described and str(known(metric["metric_name"])) in described.of_account:
            yield f"{metric.text('metric_name')} is counted for the account, not by {name}"
        elif (needed := TOGETHER.get((str(namespace), name))) and needed not in given:
            yield f"{name} without {needed}, with which it is published"
        elif isinstance(value, Reference) and str(namespace).startswith(("AWS/", "ECS/")):
            yield from misfit(name, value.final(), graph)
        elif isinstance(value, str) and (there := meant(name, value, graph)):
            yield f"{name} is {value!r}, which is not in the document (did you mean {there!r}?)"


def misfit(name, value, graph):
    """What is wrong with a reference as a dimension's value; a name that is written out may be anything."""
    target = graph.target(value)
    if target is None or name not in OWNERS:
        return
    attributes = FITTING.get((name, target.kind))
    if attributes is not None and value.attribute not in attributes:
        yield f"{name} is given {value}, not its {min(attributes, key=lambda one: (one == 'id', one))}"
    elif attributes is None and target.kind in MEASURED and value.attribute in ("arn", "id", "name"):
        yield f"{name} is given {value}, which is no {' or '.join(sorted(OWNERS[name]))}"
