from stackgate.validator import Undecidable, validator

LONGEST = {
    "aws_alb": {"name": 32, "name_prefix": 6},
    "aws_cloudwatch_event_rule": {"name": 64},
    "aws_db_instance": {"identifier": 63},
    "aws_elasticache_replication_group": {"replication_group_id": 40},
    "aws_iam_role": {"name": 64, "name_prefix": 38},
    "aws_iam_user": {"name": 64},
    "aws_kinesis_stream": {"name": 128},
    "aws_lambda_function": {"function_name": 64},
    "aws_lb": {"name": 32, "name_prefix": 6},
    "aws_lb_target_group": {"name": 32, "name_prefix": 6},
    "aws_opensearch_domain": {"domain_name": 28},
    "aws_rds_cluster": {"cluster_identifier": 63},
    "aws_s3_bucket": {"bucket": 63, "bucket_prefix": 37},
    "aws_sfn_state_machine": {"name": 80},
    "aws_sqs_queue": {"name": 80},
}
"""What AWS allows, in characters; of a prefix, what the provider leaves of that for it."""


@validator(on=LONGEST)
def check(resource, graph):
    """A name is not longer than AWS allows.

    Why: A project, a component and an environment soon make more than the 32 characters that a load balancer may have;
        AWS refuses the name.
    Fix: Shorten the parts that the name is made of, the longest environment's name included.
    """
    for attribute, longest in LONGEST[resource.type].items():
        name = written(resource, attribute)
        if len(name) > longest:
            yield f"{len(name)} characters, and no more than {longest} are allowed", attribute


def written(resource, attribute):
    """The name, or nothing where it is only known at the deploy."""
    try:
        return resource.text(attribute) or ""
    except Undecidable:
        return ""
