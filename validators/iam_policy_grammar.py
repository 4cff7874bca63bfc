import re

from stackgate.aws.policy_document import DATA_SOURCE, POLICY_HOLDERS, own_statements, policies_of
from stackgate.aws.wiring import items
from stackgate.validator import Block, Undecidable, known, suggestion, validator

KEYS = ("Version", "Id", "Statement")
VERSIONS = ("2012-10-17", "2008-10-17")
STATEMENT_KEYS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
ACTION = re.compile(r"\*|([a-z0-9-]+|\*):[a-z0-9*?_-]+", re.IGNORECASE)
IDENTITY_SID = re.compile(r"[A-Za-z0-9]*")
EQUALITY = ("Equals", "NotEquals")
LIKENESS = ("Like", "NotLike")
ORDER = ("LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
OPERATORS = (
    *(f"String{test}" for test in (*EQUALITY, "EqualsIgnoreCase", "NotEqualsIgnoreCase", *LIKENESS)),
    *(f"{kind}{test}" for kind in ("Numeric", "Date") for test in (*EQUALITY, *ORDER)),
    *(f"Arn{test}" for test in (*EQUALITY, *LIKENESS)),
    "BinaryEquals",
    "Bool",
    "IpAddress",
    "NotIpAddress",
    "Null",
)
MODIFIERS = re.compile(r"(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?")


@validator(on=(*POLICY_HOLDERS, DATA_SOURCE), guards=("MF-S6",))
def check(resource, graph):
    """An IAM policy keeps to the grammar of IAM's policy language.

    Why: AWS refuses a malformed policy at the deploy, after the resources before it were made; neither
        `terraform validate` nor a plan reads the text. A misspelt key can also leave a statement that means something
        else.
    Fix: Correct the key, the value or the JSON that the finding names, or let aws_iam_policy_document write the policy.
    """
    if resource.kind == DATA_SOURCE:
        for statement in own_statements(resource):
            yield from ((problem, "statement") for problem in in_statement(statement))
        return
    for policy in policies_of(resource, graph):
        yield from ((problem, policy.attribute) for problem in in_policy(policy))


def in_policy(policy):
    try:
        content = policy.content()
    except Undecidable:
        policy.statements()  # Undecidable as well, unless it is for being no JSON
        yield "not valid JSON"
        return
    if not isinstance(content, Block):
        yield "not a JSON object"
        return
    if policy.written_by is None:
        yield from unknown_keys(content, KEYS, "the policy")
        if "Version" in content and content["Version"] not in VERSIONS:
            yield f"Version {content['Version']!r} is neither 2012-10-17 nor 2008-10-17"
    written = content.values("Statement")
    if not written and all(key in KEYS for key in content):
        yield "no statement"
    for number, statement in enumerate(written, start=1):
        if not isinstance(statement, Block):
            yield f"statement {number} is not an object"
            continue
        label = name_of(statement, number)
        if policy.written_by is None:
            yield from in_statement(statement, label)
        yield from for_its_kind(statement, policy.kind, label)


def in_statement(statement, label="a statement"):
    yield from unknown_keys(statement, STATEMENT_KEYS, label)
    effect = statement["Effect"]
    if effect is None:
        yield f"{label} has no Effect"
    elif effect not in ("Allow", "Deny"):
        yield f"{label} has the Effect {effect!r}, neither Allow nor Deny"
    if "Action" not in statement and "NotAction" not in statement:
        yield f"{label} has neither Action nor NotAction"
    for action in (*items(statement, "Action"), *items(statement, "NotAction")):
        if not ACTION.fullmatch(str(known(action))):
            yield f"{label} has the action {str(known(action))!r}, which is not of the form service:Action"
    condition = known(statement["Condition"])
    if condition is not None and not isinstance(condition, Block):
        yield f"{label} has a Condition that is not an object"
        return
    for operator in condition or ():
        test = MODIFIERS.fullmatch(operator)[2]
        if test not in OPERATORS:
            yield f"{label} has the condition operator {operator!r}, which does not exist{suggestion(test, OPERATORS)}"


def for_its_kind(statement, kind, label):
    has_principal = "Principal" in statement or "NotPrincipal" in statement
    has_resource = "Resource" in statement or "NotResource" in statement
    if kind == "identity" and has_principal:
        yield f"{label} names a Principal, which the policy of an identity must not"
    if kind == "identity" and not has_resource:
        yield f"{label} has neither Resource nor NotResource"
    if kind != "identity" and not has_principal:
        yield f"{label} names no Principal"
    if kind == "trust" and has_resource:
        yield f"{label} names a Resource, which a trust policy must not"
    if kind != "resource" and "Sid" in statement and not IDENTITY_SID.fullmatch(str(known(statement["Sid"]))):
        yield f"{label}: a Sid has letters and digits only"


def name_of(statement, number):
    return f"statement {statement.text('Sid')}" if statement.get("Sid") else f"statement {number}"


def unknown_keys(block, keys, label):
    for key in block:
        if key not in keys:
            yield f"{label} has the key {key!r}, which the grammar does not know{suggestion(key, keys)}"
