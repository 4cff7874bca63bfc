import re
from collections import Counter
from weakref import WeakKeyDictionary

from stackgate.validator import Undecidable, validator

NAMED = {
    "aws_cloudwatch_log_group": "name",
    "aws_db_instance": "identifier",
    "aws_dynamodb_table": "name",
    "aws_ecs_cluster": "name",
    "aws_iam_role": "name",
    "aws_kinesis_stream": "name",
    "aws_lambda_function": "function_name",
    "aws_lb": "name",
    "aws_rds_cluster": "cluster_identifier",
    "aws_s3_bucket": "bucket",
    "aws_secretsmanager_secret": "name",
    "aws_sns_topic": "name",
    "aws_sqs_queue": "name",
}
ENVIRONMENTS = {"dev", "development", "test", "qa", "stage", "staging", "prod", "production", "sandbox"}
FEWEST = 3
MOST = 0.6
"""So many names, and this share of all, have to carry one environment before the others are said to lack it."""

_environments = WeakKeyDictionary()


@validator(on=NAMED, level="warning")
def check(resource, graph):
    """Where a stack's names carry its environment, all of them do.

    Why: The one name without it is taken when the second environment is deployed into the account, and the deploy
        fails half way. It is a warning, since environments may have accounts of their own.
    Fix: End the name as the others do, with the environment's suffix.
    """
    environment = environment_of(graph)
    name = name_of(resource)
    if environment and name and environment not in words(name):
        yield f"{name} lacks {environment}, which other names carry", NAMED[resource.type]


def environment_of(graph):
    """The environment that most names of a document carry, or None."""
    if graph not in _environments:
        names = [name for name in map(name_of, graph.of_type(*NAMED)) if name]
        carried = Counter(word for name in names for word in words(name) & ENVIRONMENTS)
        word, count = carried.most_common(1)[0] if carried else ("", 0)
        _environments[graph] = word if count >= FEWEST and count >= MOST * len(names) else None
    return _environments[graph]


def name_of(resource):
    try:
        return resource.text(NAMED[resource.type])
    except Undecidable:
        return None


def words(name):
    return set(re.split(r"[^a-z0-9]+", name.lower()))
