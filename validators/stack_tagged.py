from stackgate.validator import DOCUMENT, validator

TAKE_TAGS = (
    "aws_db_instance",
    "aws_dynamodb_table",
    "aws_ecs_cluster",
    "aws_instance",
    "aws_kinesis_stream",
    "aws_kms_key",
    "aws_lambda_function",
    "aws_lb",
    "aws_rds_cluster",
    "aws_s3_bucket",
    "aws_security_group",
    "aws_sns_topic",
    "aws_sqs_queue",
    "aws_subnet",
    "aws_vpc",
)


@validator(on=DOCUMENT, level="warning")
def check(graph):
    """What a stack makes carries tags.

    A document without a provider is a part of a configuration, whose default tags may be in another.

    Why: Without them neither the bill nor an incident tells whose a resource is. It is a warning, since it stops
        nothing from working.
    Fix: Give the AwsProvider default_tags, with at least the environment and the owner.
    """
    made = graph.of_type(*TAKE_TAGS)
    providers = [block for provider in graph.configuration.blocks("provider") for block in provider.blocks("aws")]
    if made and providers and not any("default_tags" in provider for provider in providers):
        untagged = [resource.address for resource in made if resource.peek("tags") is None]
        if len(untagged) == len(made):
            yield (
                f"neither default tags nor tags of their own on {len(untagged)} resources",
                "provider.aws.default_tags",
            )
