from stackgate.aws.permissions import permissions_of
from stackgate.aws.wiring import pointed
from stackgate.validator import Block, validator

WRITES_LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")
NEEDS = {
    ("aws_cloudtrail", "cloud_watch_logs_role_arn", None): WRITES_LOGS,
    ("aws_db_instance", "monitoring_role_arn", None): WRITES_LOGS,
    ("aws_flow_log", "iam_role_arn", None): WRITES_LOGS,
    ("aws_kinesis_firehose_delivery_stream", "extended_s3_configuration.role_arn", "bucket_arn"): ("s3:PutObject",),
    ("aws_kinesis_firehose_delivery_stream", "kinesis_source_configuration.role_arn", "kinesis_stream_arn"): (
        "kinesis:GetRecords",
    ),
    ("aws_rds_cluster", "monitoring_role_arn", None): WRITES_LOGS,
    ("aws_rds_cluster_instance", "monitoring_role_arn", None): WRITES_LOGS,
    ("aws_s3_bucket_replication_configuration", "role", None): (
        "s3:GetReplicationConfiguration",
        "s3:ReplicateObject",
    ),
}
"""For the attribute that names a role, and the one beside it that names what it is for, what the service calls."""
SCHEDULED = {
    "aws_lambda_function": "lambda:InvokeFunction",
    "aws_sfn_state_machine": "states:StartExecution",
    "aws_sns_topic": "sns:Publish",
    "aws_sqs_queue": "sqs:SendMessage",
}
SCHEDULE = "aws_scheduler_schedule"


@validator(on=(*sorted({kind for kind, _, _ in NEEDS}), SCHEDULE))
def check(resource, graph):
    """A role that a resource hands to its service allows what the service does with it.

    These are flow logs, trails and database monitoring, which write logs; delivery streams; the replication of buckets;
    schedules. A role without any policy is iam_role_has_permissions' to find.

    Why: The resource is made, and does nothing: no log is written, no object copied, no target called. Nothing but the
        service's own status page tells.
    Fix: Allow the actions that the finding names in a policy of the role, or attach AWS's own, such as
        AmazonRDSEnhancedMonitoringRole.
    """
    for (kind, path, beside), needed in NEEDS.items():
        if kind == resource.type:
            *above, name = path.split(".")
            for block in inside(resource, above):
                receiver = pointed(graph, block.peek(beside)) if beside else None
                yield from lacking(block.peek(name), needed, receiver, path, graph)
    if resource.type == SCHEDULE:
        for target in inside(resource, ["target"]):
            receiver = pointed(graph, target.peek("arn"))
            if receiver is not None and receiver.kind in SCHEDULED:
                needed = (SCHEDULED[receiver.kind],)
                yield from lacking(target.peek("role_arn"), needed, receiver, "target.role_arn", graph)


def inside(block, path):
    if not path:
        return [block]
    value = block.peek(path[0])
    blocks = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, Block)]
    return [inner for one in blocks for inner in inside(one, path[1:])]


def lacking(value, needed, receiver, attribute, graph):
    role = pointed(graph, value)
    permissions = permissions_of(role, graph) if role is not None and role.kind == "aws_iam_role" else None
    if not permissions:
        return
    missing = [action for action in needed if not permissions.may(action, receiver)]
    if missing:
        where = f" on {receiver.address}" if receiver is not None else ""
        yield f"{role.address} does not allow {' and '.join(missing)}{where}", attribute
