from stackgate.validator import validator

DEFAULT_VISIBILITY_S = 30
DEFAULT_TIMEOUT_S = 3


@validator(on="aws_lambda_event_source_mapping", relaxable=True)
def check(mapping, graph):
    """A queue hides a message for six times as long as the function that works on it may take.

    Why: While Lambda retries a throttled batch, the message must not become visible and be worked on twice. AWS asks
    for six times the function's timeout (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS").
    Fix: Raise the queue's visibility_timeout_seconds, or lower the function's timeout.
    """
    queue, function = graph.target(mapping["event_source_arn"]), graph.target(mapping["function_name"])
    if queue is None or function is None or queue.type != "aws_sqs_queue":
        return
    visible = queue.get("visibility_timeout_seconds", DEFAULT_VISIBILITY_S)
    timeout = function.get("timeout", DEFAULT_TIMEOUT_S)
    if visible < 6 * timeout:
        yield f"{queue.address} hides a message for {visible} s, and {function.address} may take {timeout} s"
