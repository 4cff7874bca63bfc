from stackgate.aws.alarms import is_watched
from stackgate.validator import validator

LATE = ("GetRecords.IteratorAgeMilliseconds", "IteratorAgeMilliseconds", "SubscribeToShardEvent.MillisBehindLatest")
THROTTLED = (
    "PutRecords.ThrottledRecords",
    "ReadProvisionedThroughputExceeded",
    "WriteProvisionedThroughputExceeded",
)


@validator(
    on="aws_kinesis_stream",
    controls=("CA-7", "SI-4"),
    guards=("MF-2", "MF-S3"),
    level="warning",
)
def check(stream, graph):
    """Alarms watch how late a stream's readers are, and whether its readers or writers are throttled.

    Why: Readers that fall behind lose records when the retention period ends, and throttled producers lose them at
    once; both go unseen without an alarm. One whose only action is a scaling policy tells nobody. A warning is enough:
    the alarm may stand in another stack, or in a monitoring tool outside AWS, which the document does not tell.
    Fix: Declare an aws_cloudwatch_metric_alarm in AWS/Kinesis with the dimension StreamName on
    GetRecords.IteratorAgeMilliseconds (or on IteratorAge of the Lambda function that reads the stream), and one on
    WriteProvisionedThroughputExceeded or ReadProvisionedThroughputExceeded.
    """
    if not late_reader_seen(stream, graph):
        yield "no alarm watches how late its readers are (GetRecords.IteratorAgeMilliseconds)"
    if not is_watched(graph, stream, "StreamName", "AWS/Kinesis", THROTTLED):
        yield "no alarm watches whether it throttles (WriteProvisionedThroughputExceeded)"


def late_reader_seen(stream, graph):
    readers = (
        graph.target(mapping["function_name"]) for mapping in graph.referrers(stream, "aws_lambda_event_source_mapping")
    )
    return any(
        reader is not None and is_watched(graph, reader, "FunctionName", "AWS/Lambda", ("IteratorAge",))
        for reader in readers
    ) or is_watched(graph, stream, "StreamName", "AWS/Kinesis", LATE)
