from stackgate.aws.policy_document import (
    DATA_SOURCE,
    POLICY_HOLDERS,
    actions,
    allows,
    is_everything,
    policies_of,
)
from stackgate.aws.wiring import items
from stackgate.validator import Unresolved, each, validator


@validator(on=(*POLICY_HOLDERS, DATA_SOURCE), controls=("IAM.21",), level="warning")
def check(resource, graph):
    """An identity's policy names the actions that it allows on a resource, not all of a service.

    Judged are statements that name their resources; all of a service on every resource is iam_no_wildcard_actions'
    to find.

    Why: `sqs:*` on a queue also allows to delete it and to change who may read it, and takes in whatever AWS adds to
        the service. A warning is enough, for the damage ends at the resources that are named.
    Fix: Put the actions that the workload calls into Action, such as sqs:ReceiveMessage and sqs:DeleteMessage.
    """
    for policy in policies_of(resource, graph):
        if policy.kind == "identity":
            yield from ((problem, policy.attribute) for problem in each(whole_services, policy.statements()))


def whole_services(statement):
    if not allows(statement) or any(map(is_everything, items(statement, "Resource"))):
        return
    names = [str(action) for action in actions(statement) if not isinstance(action, Unresolved)]
    whole = [name for name in names if name.endswith(":*") and name != "*:*"]
    if whole:
        yield f"allows {', '.join(whole)}"
