from stackgate.aws.policy_document import POLICY_HOLDERS, policies_of, principals
from stackgate.aws.wiring import items, wired
from stackgate.validator import Undecidable, validator

ATTACHED_BY = (
    ("role", "aws_iam_role_policy"),
    ("role", "aws_iam_role_policy_attachment"),
    ("roles", "aws_iam_policy_attachment"),
    ("role_name", "aws_iam_role_policies_exclusive"),
    ("role_name", "aws_iam_role_policy_attachments_exclusive"),
)
RESOURCE_POLICIES = tuple(kind for kind in POLICY_HOLDERS if not kind.startswith("aws_iam_"))


@validator(on="aws_iam_role", guards=("MF-4", "MF-S6"))
def check(role, graph):
    """A role that an AWS service assumes has at least one policy that lets it do something.

    Why: The service starts with the role and is then denied its first call: a task cannot read its stream, a function
        cannot write its log. Nothing fails before it runs.
    Fix: Add an aws_iam_role_policy with what the service calls, or attach a managed policy made for it; take the role
        away where the service needs nothing.
    """
    if items(role, "managed_policy_arns") or any("policy" in inline for inline in role.blocks("inline_policy")):
        return
    attached = [holder for attribute, kind in ATTACHED_BY for holder in wired(graph, role, attribute, kind)]
    if not all(only_denies(holder, graph) for holder in attached):
        return
    if graph.referrers(role, *RESOURCE_POLICIES):
        return  # a bucket's or key's own policy may be what permits it
    trust = [statement for policy in policies_of(role, graph) for statement in policy.statements()]
    services = [service for statement in trust for service in principals(statement).get("Service", ())]
    if services:
        what = "its policies only deny" if attached else "no policy belongs to it"
        yield f"{services[0]} assumes it, but {what}"


def only_denies(holder, graph):
    """Whether all that a policy of the role's own says is Deny. What is attached is known by its name alone."""
    try:
        effects = [statement["Effect"] for policy in policies_of(holder, graph) for statement in policy.statements()]
        return bool(effects) and all(effect == "Deny" for effect in effects)
    except Undecidable:
        return False
