from stackgate.aws.escalation import escalations
from stackgate.aws.policy_document import DATA_SOURCE, POLICY_HOLDERS, policies_of
from stackgate.validator import validator


@validator(on=(*POLICY_HOLDERS, DATA_SOURCE), controls=("AC-6",))
def check(resource, graph):
    """No policy lets an identity give itself more rights than it has.

    Judged are the known ways, where they are open to every role, user or policy: to change policies and logins, and to
    hand any role (iam:PassRole) to code of one's own. A policy with all of iam:* is iam_no_wildcard_actions' to find.

    Why: Whoever gets hold of such credentials is an administrator two calls later, whatever else the policy leaves out.
    Fix: Name the ARNs of the roles or users in Resource, or narrow iam:PassRole by the condition iam:PassedToService.
    """
    for policy in policies_of(resource, graph):
        ways = escalations(policy)
        if ways:
            yield f"allows {' with '.join(ways[0])} for any, which makes an administrator", policy.attribute
