from stackgate.aws.access import is_narrowed
from stackgate.aws.arns import CALLED
from stackgate.aws.escalation import escalations
from stackgate.aws.iam_actions import can_name_resources
from stackgate.aws.policy_document import DATA_SOURCE, POLICY_HOLDERS, actions, allows, is_everything, policies_of
from stackgate.aws.wiring import items
from stackgate.validator import Unresolved, each, validator


@validator(on=(*POLICY_HOLDERS, DATA_SOURCE), controls=("AC-6",), guards=("MF-S6",), level="warning")
def check(resource, graph):
    """An identity's policy names the resources of the actions that take some.

    All actions of a service on every resource are iam_no_wildcard_actions' to find, and what makes an administrator
    iam_privilege_escalation's. Actions that only list, and those that take no resource, need the `*`.

    Why: With `"Resource": "*"` a workload that should read one secret reads those of every other team in the account
        too. A warning is enough: a program may work on resources that come and go, whose names nobody knows yet.
    Fix: Put the ARNs into Resource, such as aws_sqs_queue.jobs.arn, for a bucket's objects with /* after it; or narrow
        the statement by a condition such as aws:ResourceTag.
    """
    for policy in policies_of(resource, graph):
        if policy.kind == "identity":
            for wide in each(too_wide, policy.statements()):
                names = [name for name in wide if not escalates(name, policy)]
                if names:
                    yield f"allows {in_words(names)} on every resource{instead(names, graph)}", policy.attribute


def too_wide(statement):
    """The actions of a statement, as a list of one list, that it allows on every resource and need not."""
    if not allows(statement) or is_narrowed(statement) or not any(map(is_everything, items(statement, "Resource"))):
        return
    names = [str(action) for action in actions(statement) if not isinstance(action, Unresolved)]
    wide = [name for name in names if is_judged_here(name) and can_name_resources(name)]
    if wide:
        yield wide


def is_judged_here(action):
    service, _, name = action.lower().partition(":")
    return name not in ("", "*") and (service != "iam" or name == "passrole")


def escalates(action, policy):
    """Whether an action is part of what iam_privilege_escalation finds."""
    return action.lower() == "iam:passrole" and any("iam:PassRole" in way for way in escalations(policy))


def in_words(names):
    return ", ".join(names[:3]) + (" ..." if names[3:] else "")


def instead(names, graph):
    """A resource of the document that one of the actions could be on."""
    services = {name.partition(":")[0] for name in names}
    owned = graph.of_type(*(kind for kind, called in CALLED.items() if called.service in services))
    return f", and the document has {owned[0].address}" if owned else ""
