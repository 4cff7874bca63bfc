from stackgate.aws.permissions import permissions_of
from stackgate.aws.wiring import pointed
from stackgate.validator import validator

CALLS = {
    "aws_batch_job_queue": "batch:SubmitJob",
    "aws_cloudwatch_event_api_destination": "events:InvokeApiDestination",
    "aws_codebuild_project": "codebuild:StartBuild",
    "aws_codepipeline": "codepipeline:StartPipelineExecution",
    "aws_ecs_cluster": "ecs:RunTask",
    "aws_kinesis_firehose_delivery_stream": "firehose:PutRecord",
    "aws_kinesis_stream": "kinesis:PutRecord",
    "aws_sfn_state_machine": "states:StartExecution",
}
"""What EventBridge calls for a target, with a role; queues, topics, functions and log groups let it in themselves."""
BATCHES = {"firehose:PutRecord": "firehose:PutRecordBatch", "kinesis:PutRecord": "kinesis:PutRecords"}


@validator(on="aws_cloudwatch_event_target")
def check(target, graph):
    """A rule's target that EventBridge calls with a role has one, and the role may call it.

    These are streams, state machines, tasks of a cluster, builds, pipelines and API destinations.

    Why: EventBridge refuses such a target without a role, or makes it and drops every event with AccessDenied, which
        only the metric FailedInvocations shows.
    Fix: Set role_arn to a role that events.amazonaws.com may assume and that allows what the finding names, and for a
        task iam:PassRole on its roles.
    """
    receiver = pointed(graph, target.peek("arn"))
    if receiver is None or receiver.kind not in CALLS:
        return
    action = CALLS[receiver.kind]
    if "role_arn" not in target:
        yield f"no role_arn, which EventBridge needs for {receiver.address}", "role_arn"
        return
    role = pointed(graph, target.peek("role_arn"))
    permissions = permissions_of(role, graph) if role is not None and role.kind == "aws_iam_role" else None
    if not permissions:
        return
    resource = None if receiver.kind == "aws_ecs_cluster" else receiver
    if not permissions.may(action, resource) and not permissions.may(BATCHES.get(action, action), resource):
        yield f"{role.address} does not allow {action} for {receiver.address}", "role_arn"
    elif receiver.kind == "aws_ecs_cluster" and not permissions.may("iam:PassRole"):
        yield f"{role.address} does not allow iam:PassRole, which hands the task its roles", "role_arn"
