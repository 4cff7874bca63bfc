from stackgate.aws.permissions import permissions_of
from stackgate.aws.programs import key_of, role_of
from stackgate.aws.wiring import pointed
from stackgate.validator import validator

READS = {
    "aws_dynamodb_table": ("dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"),
    "aws_kinesis_stream": ("kinesis:GetRecords", "kinesis:GetShardIterator"),
    "aws_sqs_queue": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
}
"""What Lambda calls, with the function's role, to read a source."""


@validator(on="aws_lambda_event_source_mapping")
def check(mapping, graph):
    """The role of a function that reads a queue, a stream or a table's changes may read it, and use its key.

    Why: Lambda reads the source with the function's role. AWS refuses the mapping without these permissions; without
        kms:Decrypt it is made, and reads nothing.
    Fix: Allow the actions on the source's ARN in a policy of the function's role, or attach
        AWSLambdaSQSQueueExecutionRole, AWSLambdaKinesisExecutionRole or AWSLambdaDynamoDBExecutionRole.
    """
    source = pointed(graph, mapping.peek("event_source_arn"))
    function = pointed(graph, mapping.peek("function_name"))
    if function is not None and function.kind == "aws_lambda_alias":
        function = pointed(graph, function.peek("function_name"))
    if source is None or source.kind not in READS or function is None or function.kind != "aws_lambda_function":
        return
    role = role_of(function, graph)
    permissions = role and permissions_of(role, graph)
    if not permissions:
        return
    missing = [action for action in READS[source.kind] if not permissions.may(action, source)]
    if missing:
        yield f"{role.address} does not allow {' and '.join(missing)} on {source.address}", "event_source_arn"
        return
    key = key_of(source, graph)
    if key is not None and not permissions.may("kms:Decrypt", key):
        yield f"{source.address} is encrypted with {key.address}, which {role.address} may not use", "event_source_arn"
