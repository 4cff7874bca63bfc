from stackgate.aws.metrics import NAMESPACES
from stackgate.validator import known, suggestion, validator


@validator(on="aws_cloudwatch_metric_alarm", guards=("MF-2", "MF-S3"))
def check(alarm, graph):
    """An alarm on a metric of AWS names one that the service publishes.

    Why: CloudWatch makes an alarm on any name. One on a metric that does not exist has no data and never goes off,
        and nobody sees it until the day that it should have.
    Fix: Take the metric's name from the service's guide, letter by letter, such as ApproximateNumberOfMessagesVisible.
    """
    metrics = [metric for query in alarm.blocks("metric_query") for metric in query.blocks("metric")]
    for metric in (alarm, *metrics):
        namespace, name = metric["namespace"], metric["metric_name"]
        if namespace is None or name is None:
            continue
        described = NAMESPACES.get(str(namespace))
        if described and str(known(name)) not in described.metrics:
            yield f"{namespace} has no metric {name}{suggestion(str(name), described.metrics)}", "metric_name"
        elif described is None and misspelt(str(namespace)):
            yield f"there is no namespace {namespace}: {misspelt(str(namespace))} is meant", "namespace"


def misspelt(namespace):
    """The namespace that differs from this one by its letter case alone, or None: not every one of AWS's is known."""
    return next((name for name in NAMESPACES if name.lower() == namespace.lower()), None)
