from stackgate.aws.access import RESOURCE_POLICIES, admits_everybody
from stackgate.aws.policy_document import DATA_SOURCE, actions, is_open_to_everybody, policies_of
from stackgate.aws.wiring import wired
from stackgate.validator import Unresolved, validator

OPEN_BY_NATURE = (
    "aws_api_gateway_rest_api",
    "aws_api_gateway_rest_api_policy",
    "aws_efs_file_system_policy",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_policy",
)
"""What anybody may call who can reach it, until a policy takes that away: a policy for all gives nothing more."""
IN_A_NETWORK = ("aws_elasticsearch_domain", "aws_opensearch_domain")
DOMAIN_POLICIES = ("aws_elasticsearch_domain_policy", "aws_opensearch_domain_policy")
PERMISSION = "aws_lambda_permission"
NARROWING = ("source_arn", "source_account", "principal_org_id", "function_url_auth_type", "event_source_token")


@validator(
    on=(*(kind for kind in RESOURCE_POLICIES if kind not in OPEN_BY_NATURE), PERMISSION, DATA_SOURCE),
    controls=("AC-3", "AC-6"),
)
def check(resource, graph):
    """A resource's own policy lets in somebody in particular: no principal `*` that no condition narrows.

    Judged are buckets, queues, topics, keys, secrets, repositories, functions, event buses and search domains. A
    website's bucket may be read by everybody, a search domain inside a VPC is reached through its security groups, and
    all of a service's actions for everybody are iam_no_wildcard_actions' to find.

    Why: `"Principal": "*"` means every account of AWS, and for some services whoever has the URL.
    Fix: Name the account, role or service as Principal, or add a condition on aws:SourceArn, aws:SourceAccount,
        aws:PrincipalOrgID or aws:SourceVpce; aws:SecureTransport alone narrows nothing.
    """
    if resource.type == PERMISSION:
        if resource["principal"] == "*" and not any(name in resource for name in NARROWING):
            yield "everybody may call the function", "principal"
        return
    if is_in_network(resource, graph):
        return
    for policy in policies_of(resource, graph):
        for statement in policy.statements():
            if admits_everybody(statement) and not is_judged_elsewhere(statement):
                if reads_only(statement) and is_website(resource, graph):
                    continue
                what = actions(statement)
                yield f"everybody may {str(what[0]) if what else 'do what NotAction leaves'}", policy.attribute


def is_judged_elsewhere(statement):
    whole = any(
        not isinstance(name, Unresolved) and (name == "*" or name.endswith(":*")) for name in actions(statement)
    )
    return whole and "Condition" not in statement and is_open_to_everybody(statement)


def is_in_network(resource, graph):
    domain = resource
    if resource.type in DOMAIN_POLICIES:
        named = [one for one in graph.of_type(*IN_A_NETWORK) if resource in graph.referrers(one)]
        domain = named[0] if named else resource
    return domain.type in IN_A_NETWORK and "vpc_options" in domain


def reads_only(statement):
    names = actions(statement)
    return bool(names) and all(name == "s3:GetObject" or name == "s3:GetObjectVersion" for name in names)


def is_website(resource, graph):
    """Whether a bucket's policy is that of a website, whose pages everybody is meant to read."""
    bucket = resource if resource.type == "aws_s3_bucket" else graph.target(resource.peek("bucket"))
    if bucket is None or bucket.type != "aws_s3_bucket":
        return False
    return "website" in bucket or bool(wired(graph, bucket, "bucket", "aws_s3_bucket_website_configuration"))
