from stackgate.aws.alarms import is_watched
from stackgate.aws.queues import is_dead_letter_queue
from stackgate.validator import validator

# NumberOfMessagesSent does not count what SQS itself moves to a dead letter queue.
METRICS = ("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage")


@validator(
    on="aws_sqs_queue",
    controls=("CA-7", "SI-4"),
    guards=("MF-2", "MF-S3", "MF-S4"),
    level="warning",
)
def check(queue, graph):
    """An alarm watches whether anything lies in a dead letter queue.

    Why: What fails for good waits there until its retention ends; if nobody is told, it is lost as if there were no
    such queue. A warning is enough: the alarm may stand in another stack, or in a monitoring tool outside AWS, which
    the document does not tell.
    Fix: Declare an aws_cloudwatch_metric_alarm on ApproximateNumberOfMessagesVisible in AWS/SQS, threshold 0, with the
    dimension QueueName.
    """
    if is_dead_letter_queue(queue, graph) and not is_watched(graph, queue, "QueueName", "AWS/SQS", METRICS):
        yield "no alarm watches what lies in this dead letter queue (ApproximateNumberOfMessagesVisible)"
