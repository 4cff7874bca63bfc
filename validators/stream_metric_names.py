from stackgate.aws import model
from stackgate.validator import suggestion, validator


@validator(on="aws_kinesis_stream", guards=("MF-6", "MF-S9"))
def check(stream, graph):
    """A stream's shard-level metrics are ones that Kinesis has.

    Why: Terraform takes any text; Kinesis refuses the whole list at deploy time.
    Fix: Use names of the Kinesis API's MetricsName, such as IteratorAgeMilliseconds, or ALL.
    """
    names = model.enum("kinesis", "MetricsName")
    for metric in stream.values("shard_level_metrics"):
        if metric not in names:
            yield (
                f"the shard-level metric {metric!s} does not exist{suggestion(str(metric), names)}",
                "shard_level_metrics",
            )
