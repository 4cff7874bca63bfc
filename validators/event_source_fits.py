from stackgate.aws.wiring import pointed
from stackgate.validator import validator

DEFAULT_VISIBILITY, DEFAULT_TIMEOUT = 30, 3
"""In seconds: SQS's default of how long a message is hidden, and Lambda's of how long a function may run."""
LARGEST = 10
"""The largest batch of a queue's messages without a window to collect them in, and of a FIFO queue always."""
STREAMS = ("aws_dynamodb_table", "aws_kinesis_stream")


@validator(on="aws_lambda_event_source_mapping")
def check(mapping, graph):
    """An event source mapping fits its source: a queue's visibility timeout and batches, a stream's start.

    Why: AWS refuses the mapping at the deploy where a queue hides a message for a shorter time than the function may
        take for it, where a batch is larger than 10 without a window, where a stream has no starting position, or where
        a table keeps no stream of its changes.
    Fix: Set the queue's visibility_timeout_seconds to six times the function's timeout, as AWS advises;
        maximum_batching_window_in_seconds; starting_position; stream_enabled.
    """
    source = pointed(graph, mapping.peek("event_source_arn"))
    if source is None:
        return
    if source.kind == "aws_sqs_queue":
        yield from of_queue(mapping, source, function_of(mapping, graph))
    elif source.kind in STREAMS:
        if "starting_position" not in mapping:
            yield f"no starting_position, which {source.address} needs", "starting_position"
        if source.kind == "aws_dynamodb_table" and not source.flag("stream_enabled"):
            yield f"{source.address} keeps no stream of its changes (stream_enabled)", "event_source_arn"


def of_queue(mapping, queue, function):
    if "starting_position" in mapping:
        yield "a starting_position, which a queue does not have", "starting_position"
    hidden = queue.number("visibility_timeout_seconds") if "visibility_timeout_seconds" in queue else DEFAULT_VISIBILITY
    if function is not None and hidden is not None:
        timeout = function.number("timeout") if "timeout" in function else DEFAULT_TIMEOUT
        if timeout is not None and hidden < timeout:
            yield (
                f"{queue.address} hides a message for {hidden:g} seconds, and {function.address} may take {timeout:g}",
                "event_source_arn",
            )
    size = mapping.number("batch_size")
    if size is None or size <= LARGEST:
        return
    if queue.flag("fifo_queue"):
        yield f"batch_size {size:g} is above {LARGEST}, the most of a FIFO queue", "batch_size"
    elif not mapping.number("maximum_batching_window_in_seconds"):
        yield f"batch_size {size:g} is above {LARGEST} without maximum_batching_window_in_seconds", "batch_size"


def function_of(mapping, graph):
    function = pointed(graph, mapping.peek("function_name"))
    if function is not None and function.kind == "aws_lambda_alias":
        function = pointed(graph, function.peek("function_name"))
    return function if function is not None and function.kind == "aws_lambda_function" else None
