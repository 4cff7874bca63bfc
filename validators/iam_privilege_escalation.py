from stackgate.aws.access import is_narrowed
from stackgate.aws.policy_document import DATA_SOURCE, POLICY_HOLDERS, actions, allows, covers, policies_of
from stackgate.aws.wiring import items
from stackgate.validator import Block, Unresolved, validator

ON_IDENTITIES = (
    ("iam:CreatePolicyVersion",),
    ("iam:SetDefaultPolicyVersion",),
    ("iam:CreateAccessKey",),
    ("iam:CreateLoginProfile",),
    ("iam:UpdateLoginProfile",),
    ("iam:AddUserToGroup",),
    ("iam:AttachUserPolicy",),
    ("iam:AttachGroupPolicy",),
    ("iam:AttachRolePolicy",),
    ("iam:PutUserPolicy",),
    ("iam:PutGroupPolicy",),
    ("iam:PutRolePolicy",),
    ("iam:UpdateAssumeRolePolicy",),
)
"""What alone makes an identity an administrator, where it may be done to any identity or policy."""
WITH_A_ROLE = (
    ("iam:PassRole", "lambda:CreateFunction"),
    ("iam:PassRole", "lambda:UpdateFunctionConfiguration"),
    ("iam:PassRole", "ec2:RunInstances"),
    ("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"),
    ("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:UpdateService"),
    ("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:CreateService"),
    ("iam:PassRole", "cloudformation:CreateStack"),
    ("iam:PassRole", "glue:CreateDevEndpoint"),
    ("iam:PassRole", "glue:CreateJob"),
    ("iam:PassRole", "datapipeline:CreatePipeline"),
    ("iam:PassRole", "sagemaker:CreateNotebookInstance"),
    ("iam:PassRole", "codebuild:CreateProject"),
    ("iam:PassRole", "states:CreateStateMachine"),
)
"""What together runs code with a role of one's choice, where any role may be passed."""
EVERY = ("*", "role/*", "user/*", "group/*", "policy/*")


@validator(on=(*POLICY_HOLDERS, DATA_SOURCE), controls=("AC-6",))
def check(resource, graph):
    """No policy lets an identity give itself more rights than it has.

    Judged are the known ways, where they are open to every role, user or policy: to change policies and logins, and to
    hand any role (iam:PassRole) to code of one's own. A policy with all of iam:* is iam_no_wildcard_actions' to find.

    Why: Whoever gets hold of such credentials is an administrator two calls later, whatever else the policy leaves out.
    Fix: Name the ARNs of the roles or users in Resource, or narrow iam:PassRole by the condition iam:PassedToService.
    """
    for policy in policies_of(resource, graph):
        if policy.kind == "identity":
            given = [statement for statement in policy.statements() if allows(statement) and "Action" in statement]
            ways = [way for way in (*ON_IDENTITIES, *WITH_A_ROLE) if is_open(way, given)]
            if ways:
                yield f"allows {' with '.join(ways[0])} for any, which makes an administrator", policy.attribute


def is_open(way, statements):
    first, *others = way
    return any(covers_widely(statement, first) for statement in statements) and all(
        any(covers(statement, action) and not is_whole_service(statement, action) for statement in statements)
        for action in others
    )


def covers_widely(statement, action):
    return (
        covers(statement, action)
        and not is_whole_service(statement, action)
        and any(map(is_every, items(statement, "Resource")))
        and not is_narrowed(statement)
        and not passes_to(statement)
    )


def is_whole_service(statement, action):
    return any(pattern in ("*", f"{action.split(':')[0]}:*") for pattern in actions(statement))


def is_every(value):
    text = str(value.final() if isinstance(value, Unresolved) else value)
    return text == "*" or (text.startswith("arn:") and ":iam::" in text and text.rsplit(":", 1)[-1] in EVERY)


def passes_to(statement):
    condition = statement["Condition"]
    tested = (
        [block for _, block in condition.items() if isinstance(block, Block)] if isinstance(condition, Block) else []
    )
    return any(key.lower().startswith(("iam:", "aws:resourcetag")) for block in tested for key in block)
