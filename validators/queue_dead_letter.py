from stackgate.aws.queues import is_dead_letter_queue, redrive_policies
from stackgate.validator import validator


@validator(on="aws_sqs_queue", controls=("CT.SQS.PR.1",), guards=("MF-4", "MF-S4"), relaxable=True)
def check(queue, graph):
    """A queue hands what cannot be processed to a dead letter queue.

    Why: A message that fails each time is delivered again until its retention ends: it costs work all the while, then
    it is gone and nobody can look at it.
    Fix: Declare a second queue, and in this one a redrive_policy with its ARN as deadLetterTargetArn and a
    maxReceiveCount (or an aws_sqs_queue_redrive_policy). A queue that is itself a dead letter queue needs none: it is
    known by what sends to it, by its redrive_allow_policy, or by its name (dlq, dead letter).
    """
    if not redrive_policies(queue, graph) and not is_dead_letter_queue(queue, graph):
        yield "no redrive policy: what cannot be processed has nowhere to go", "redrive_policy"
