from stackgate.aws.access import policies_on
from stackgate.aws.policy_document import allows, covers, principals
from stackgate.validator import validator

ADMINISTER = "kms:PutKeyPolicy"


@validator(on="aws_kms_key")
def check(key, graph):
    """A key's policy leaves somebody who can change it: the account, or an administrator's role.

    Why: Only the key's policy gives rights on a key. AWS refuses one that would lock out whoever deploys it; where that
        check is switched off, nobody can change or delete the key any more, and only AWS's support can help.
    Fix: Add a statement that allows kms:* to arn:aws:iam::<account>:root, as AWS's own default does, or at least
        kms:PutKeyPolicy to a role of administrators.
    """
    policies = policies_on(key, graph)
    statements = [statement for policy in policies for statement in policy.statements()]
    if statements and not any(administers(statement) for statement in statements):
        yield f"nobody is allowed {ADMINISTER}: nobody could change the policy again", policies[0].attribute


def administers(statement):
    if not allows(statement):
        return False
    if "NotAction" not in statement and not covers(statement, ADMINISTER):
        return False
    # A statement without a principal is iam_policy_grammar's to find.
    return "Principal" not in statement or bool(principals(statement).get("AWS"))
