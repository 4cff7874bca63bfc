from stackgate.aws.containers import containers, services_of
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
TOLD_BY = ("command", "entryPoint", "environment")
"""Where a container is told what to work on."""
FOR_THE_START = ("aws_cloudwatch_log_group.", "aws_secretsmanager_secret", "aws_ssm_parameter.")
"""What ECS itself uses as it starts a container, with the execution role, unless the container is told of it."""
CALLED_BY = frozenset({"arn", "bucket", "id", "name", "url"})
"""What of a resource a program needs to call its service; an address alone is reached without permission."""
RESOURCE_POLICIES = tuple(kind for kind in POLICY_HOLDERS if not kind.startswith("aws_iam_"))


@validator(on="aws_iam_role", guards=("MF-4", "MF-S6"))
def check(role, graph):
    """A role that an AWS service assumes has at least one policy that lets it do something.

    Why: The service starts with the role and is then denied its first call: a task cannot read its stream, a function
        cannot write its log. Nothing fails before it runs. The role of a task whose containers are told of nothing
        that they could call needs no policy.
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
    if is_role_of_idle_tasks(role, graph):
        return
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


def is_role_of_idle_tasks(role, graph):
    """Whether a role is the task role, and no more, of tasks that call no service of AWS as far as they are told."""
    tasks = wired(graph, role, "task_role_arn", "aws_ecs_task_definition")
    if not tasks or wired(graph, role, "execution_role_arn", "aws_ecs_task_definition"):
        return False
    return not any(calls_something(task, graph) for task in tasks)


def calls_something(task, graph):
    if any(service.flag("enable_execute_command") for service in services_of(task, graph)):
        return True
    mentioned = [ref for ref in task.references("container_definitions") if not ref.target.startswith(FOR_THE_START)]
    told = [ref for container in containers(task) for name in TOLD_BY for ref in container.references(name)]
    return any(ref.attribute in CALLED_BY and graph.get(ref.target) is not None for ref in (*mentioned, *told))
