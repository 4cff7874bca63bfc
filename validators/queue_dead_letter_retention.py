from stackgate.aws.queues import dead_letter_sources, failure_senders, is_dead_letter_queue
from stackgate.validator import validator

DAY = 24 * 60 * 60
DEFAULT = 4 * DAY
LONGEST = 14 * DAY


@validator(on="aws_sqs_queue", guards=("MF-4", "MF-S4"), relaxable=True)
def check(queue, graph):
    """A dead letter queue keeps messages longer than the queues they come from, and no shorter than the default.

    Why: In a standard queue a message keeps its age when it is moved: after three days of failing in the source, a
    retention of four leaves one day to look at it. AWS advises a longer retention than the source's. What a function
    or a FIFO queue hands over begins anew, and the default of four days is enough for it.
    Fix: Set message_retention_seconds to 1209600, the 14 days that SQS allows at most.
    """
    if not is_dead_letter_queue(queue, graph):
        return
    sources = [source for source in dead_letter_sources(queue, graph) if not source.flag("fifo_queue")]
    kept = retention(queue)
    longest = max((retention(source) for source in sources), default=DEFAULT)
    is_enough = kept > longest or kept >= LONGEST or (kept == DEFAULT and not sources and failure_senders(queue, graph))
    if not is_enough:
        than = f"its source keeps {longest / DAY:.3g}" if sources else "the default is 4"
        days = f"{kept / DAY:.3g} day{'' if kept == DAY else 's'}"
        yield f"keeps messages {days}, where {than}", "message_retention_seconds"


def retention(queue):
    """How long a queue keeps messages, in seconds."""
    seconds = queue.number("message_retention_seconds")
    return DEFAULT if seconds is None else seconds
