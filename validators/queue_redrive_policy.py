import re

from stackgate.validator import Block, Reference, Template, Undecidable, known, nearest, suggestion, validator

ATTRIBUTE = "redrive_policy"
KEYS = ("deadLetterTargetArn", "maxReceiveCount")
QUEUE_ARN = re.compile(r"arn:aws[\w-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?")


@validator(
    on=("aws_sqs_queue", "aws_sqs_queue_redrive_policy", "aws_sns_topic_subscription"),
    controls=("CT.SQS.PR.1",),
    guards=("MF-4", "MF-S4"),
)
def check(resource, graph):
    """A redrive policy is complete: the ARN of another queue of the same kind, and how often to try first.

    Why: It is JSON in a string, so Terraform looks at none of it. SQS refuses a misspelt or missing key at deploy time,
    and a target that is not there loses what it should have kept.
    Fix: Write {"deadLetterTargetArn": "<ARN of the dead letter queue>", "maxReceiveCount": 5}: a count from 1 to 1000
    (a topic's subscription has none), and for a FIFO queue a FIFO dead letter queue, for a standard one a standard one.
    """
    try:
        policy = resource.document(ATTRIBUTE)
    except Undecidable:
        if not isinstance(known(resource[ATTRIBUTE]), str):
            raise
        yield "the redrive policy is not valid JSON", ATTRIBUTE
        return
    if policy is None:
        return
    if not isinstance(policy, Block):
        yield "the redrive policy is not a JSON object", ATTRIBUTE
        return
    of_queue = resource.type != "aws_sns_topic_subscription"
    yield from wrong_keys(policy, KEYS if of_queue else KEYS[:1])
    if of_queue and "maxReceiveCount" in policy:
        count = policy.number("maxReceiveCount")
        if count is None or not 1 <= count <= 1000 or count != int(count):
            yield f"maxReceiveCount {policy['maxReceiveCount']!s} is not a whole number from 1 to 1000", ATTRIBUTE
    if "deadLetterTargetArn" in policy:
        arn = policy["deadLetterTargetArn"]
        if isinstance(arn, Reference) and graph.target(arn) in (None, resource):
            return  # the schema finds what refers to nothing, or to itself
        source = resource if resource.type == "aws_sqs_queue" else graph.target(resource["queue_url"])
        yield from wrong_target(arn, source if of_queue else None, graph)


def wrong_keys(policy, wanted):
    unknown = [name for name in policy if name not in KEYS]
    for name in unknown:
        yield f"the redrive policy has an unknown key {name!r}{suggestion(name, KEYS)}", ATTRIBUTE
    meant = {nearest(name, KEYS) for name in unknown}
    for name in wanted:
        if name not in policy and name not in meant:
            yield f"the redrive policy has no {name}", ATTRIBUTE


def wrong_target(arn, source, graph):
    if not isinstance(arn, Reference):
        yield from wrong_literal(arn, source)
        return
    target = graph.target(arn)
    if target.type == "aws_sqs_queue" and target.kind == target.type:
        if arn.attribute != "arn":
            yield f"the dead letter target is the queue's {arn.attribute}, not its ARN", ATTRIBUTE
        elif target is source:
            yield "the queue is its own dead letter queue", ATTRIBUTE
        elif source is not None and source.flag("fifo_queue") != target.flag("fifo_queue"):
            kinds = ("FIFO", "standard") if source.flag("fifo_queue") else ("standard", "FIFO")
            yield f"a {kinds[0]} queue cannot redrive to a {kinds[1]} queue, {target.address}", ATTRIBUTE
    elif target.kind in ("aws_sns_topic", "aws_kinesis_stream", "aws_lambda_function", "aws_s3_bucket", "aws_kms_key"):
        yield f"the dead letter target {target.address} is not a queue", ATTRIBUTE


def wrong_literal(arn, source):
    """A target that is written out: a queue of another stack, which is only known by its ARN."""
    if isinstance(arn, Template):
        if not arn.startswith("arn:"):
            yield f"the dead letter target {arn!s} is not an ARN", ATTRIBUTE
    elif isinstance(arn, str):
        found = QUEUE_ARN.fullmatch(arn)
        if not found:
            yield f"the dead letter target {arn!r} is not the ARN of a queue", ATTRIBUTE
        elif source is not None and source.flag("fifo_queue") != bool(found[1]):
            yield f"of {arn!r} and its source one is a FIFO queue and one is not", ATTRIBUTE
