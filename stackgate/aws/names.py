"""What AWS allows in the names of its resources: how long they are, and of which characters.

Source: the `Name`, `...Name` and `...Identifier` of each service's API reference. Of a prefix, the length is what the
provider leaves for it: 26 characters less than the name's, or a shorter name of its own making.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from stackgate.block import Block
from stackgate.values import Template, Unresolved, as_text


class Characters(NamedTuple):
    """A set of characters: as the inside of a regular expression's brackets, and in words."""

    pattern: str
    words: str


LETTERS = Characters("A-Za-z", "a letter")
SMALL_LETTERS = Characters("a-z", "a small letter")
ALPHANUMERIC = Characters("A-Za-z0-9", "a letter or a digit")
SMALL_ALPHANUMERIC = Characters("a-z0-9", "a small letter or a digit")
HYPHENATED = Characters("A-Za-z0-9-", "letters, digits and -")
SMALL_HYPHENATED = Characters("a-z0-9-", "small letters, digits and -")
WORDS = Characters("A-Za-z0-9_-", "letters, digits, - and _")
DOTTED = Characters("A-Za-z0-9._-", "letters, digits, ., - and _")
IAM = Characters(r"A-Za-z0-9_+=,.@-", "letters, digits and _+=,.@-")


class Name(NamedTuple):
    """What one name may be: `shortest` to `longest` characters of `characters`.

    It begins with one of `first` and with the text `begins`, and with none of `reserved`, which AWS keeps for itself.
    It ends with one of `last`; the text `suffix` may end it, whatever the characters. It holds `never` nowhere.
    """

    longest: int
    characters: Characters | None = None
    shortest: int = 1
    first: Characters | None = None
    last: Characters | None = None
    begins: str = ""
    reserved: tuple[str, ...] = ()
    never: str = ""
    suffix: str = ""


_HYPHENATED_32 = Name(32, HYPHENATED, first=ALPHANUMERIC, last=ALPHANUMERIC)
_BALANCER = {
    "name": Name(32, HYPHENATED, first=ALPHANUMERIC, last=ALPHANUMERIC, reserved=("internal-",)),
    "name_prefix": Name(6, HYPHENATED, first=ALPHANUMERIC),
}
_DATABASE = Name(63, SMALL_HYPHENATED, first=SMALL_LETTERS, last=SMALL_ALPHANUMERIC, never="--")
_PARAMETERS = Name(
    255, Characters("a-z0-9.-", "small letters, digits, . and -"), first=SMALL_LETTERS, last=SMALL_ALPHANUMERIC
)
_BUCKET = Characters("a-z0-9.-", "small letters, digits, . and -")
_LOG_GROUP = Characters("A-Za-z0-9_/.#-", "letters, digits and _/.#-")

NAMES: dict[str, dict[str, Name]] = {
    "aws_alb": _BALANCER,
    "aws_apigatewayv2_api": {"name": Name(128)},
    "aws_athena_workgroup": {"name": Name(128, DOTTED)},
    "aws_autoscaling_group": {"name": Name(255)},
    "aws_backup_plan": {"name": Name(50, DOTTED)},
    "aws_backup_selection": {"name": Name(50, DOTTED)},
    "aws_backup_vault": {"name": Name(50, WORDS, shortest=2)},
    "aws_cloudfront_function": {"name": Name(64, WORDS)},
    "aws_cloudtrail": {"name": Name(128, DOTTED, shortest=3, first=ALPHANUMERIC, last=ALPHANUMERIC)},
    "aws_cloudwatch_dashboard": {"dashboard_name": Name(255, WORDS)},
    "aws_cloudwatch_event_bus": {"name": Name(256, Characters("A-Za-z0-9/._-", "letters, digits and /._-"))},
    "aws_cloudwatch_event_rule": {"name": Name(64, DOTTED)},
    "aws_cloudwatch_log_group": {"name": Name(512, _LOG_GROUP, reserved=("aws/",))},
    "aws_cloudwatch_metric_alarm": {"alarm_name": Name(255)},
    "aws_codebuild_project": {"name": Name(255, WORDS, shortest=2, first=ALPHANUMERIC)},
    "aws_cognito_user_pool": {"name": Name(128)},
    "aws_db_instance": {"identifier": _DATABASE},
    "aws_db_parameter_group": {"name": _PARAMETERS},
    "aws_db_proxy": {"name": Name(63, HYPHENATED, first=LETTERS, last=ALPHANUMERIC, never="--")},
    "aws_db_subnet_group": {
        "name": Name(255, Characters("a-z0-9. _-", "small letters, digits, ., -, _ and the space"))
    },
    "aws_docdb_cluster": {"cluster_identifier": _DATABASE},
    "aws_docdb_cluster_instance": {"identifier": _DATABASE},
    "aws_dynamodb_table": {"name": Name(255, DOTTED, shortest=3)},
    "aws_ecr_repository": {
        "name": Name(
            256,
            Characters("a-z0-9._/-", "small letters, digits and ._/-"),
            shortest=2,
            first=SMALL_ALPHANUMERIC,
            last=SMALL_ALPHANUMERIC,
        )
    },
    "aws_ecs_capacity_provider": {"name": Name(255, WORDS)},
    "aws_ecs_cluster": {"name": Name(255, WORDS)},
    "aws_ecs_service": {"name": Name(255, WORDS)},
    "aws_ecs_task_definition": {"family": Name(255, WORDS)},
    "aws_efs_file_system": {"creation_token": Name(64)},
    "aws_eks_cluster": {"name": Name(100, WORDS, first=ALPHANUMERIC)},
    "aws_eks_node_group": {"node_group_name": Name(63, WORDS, first=ALPHANUMERIC)},
    "aws_elasticache_cluster": {
        "cluster_id": Name(50, SMALL_HYPHENATED, first=SMALL_LETTERS, last=SMALL_ALPHANUMERIC, never="--")
    },
    "aws_elasticache_replication_group": {
        "replication_group_id": Name(40, HYPHENATED, first=LETTERS, last=ALPHANUMERIC, never="--")
    },
    "aws_elb": {"name": _HYPHENATED_32},
    "aws_iam_group": {"name": Name(128, IAM)},
    "aws_iam_instance_profile": {"name": Name(128, IAM)},
    "aws_iam_policy": {"name": Name(128, IAM), "name_prefix": Name(102, IAM)},
    "aws_iam_role": {"name": Name(64, IAM), "name_prefix": Name(38, IAM)},
    "aws_iam_role_policy": {"name": Name(128, IAM), "name_prefix": Name(102, IAM)},
    "aws_iam_user": {"name": Name(64, IAM)},
    "aws_kinesis_firehose_delivery_stream": {"name": Name(64, DOTTED)},
    "aws_kinesis_stream": {"name": Name(128, DOTTED)},
    "aws_kms_alias": {
        "name": Name(
            256, Characters("A-Za-z0-9/_-", "letters, digits and /_-"), begins="alias/", reserved=("alias/aws/",)
        )
    },
    "aws_lambda_alias": {"name": Name(128, WORDS)},
    "aws_lambda_function": {"function_name": Name(64, WORDS)},
    "aws_lambda_layer_version": {"layer_name": Name(140, WORDS)},
    "aws_launch_template": {"name": Name(128, Characters("A-Za-z0-9()._/-", "letters, digits and ()._/-"), shortest=3)},
    "aws_lb": _BALANCER,
    "aws_lb_target_group": {"name": _HYPHENATED_32, "name_prefix": Name(6, HYPHENATED, first=ALPHANUMERIC)},
    "aws_msk_cluster": {"cluster_name": Name(64)},
    "aws_neptune_cluster": {"cluster_identifier": _DATABASE},
    "aws_opensearch_domain": {"domain_name": Name(28, SMALL_HYPHENATED, shortest=3, first=SMALL_LETTERS)},
    "aws_rds_cluster": {"cluster_identifier": _DATABASE},
    "aws_rds_cluster_instance": {"identifier": _DATABASE},
    "aws_rds_cluster_parameter_group": {"name": _PARAMETERS},
    "aws_rds_global_cluster": {"global_cluster_identifier": Name(63)},
    "aws_redshift_cluster": {"cluster_identifier": _DATABASE},
    "aws_s3_bucket": {
        "bucket": Name(
            63,
            _BUCKET,
            shortest=3,
            first=SMALL_ALPHANUMERIC,
            last=SMALL_ALPHANUMERIC,
            reserved=("xn--", "sthree-", "amzn-s3-demo-"),
            never="..",
        ),
        "bucket_prefix": Name(37, _BUCKET, first=SMALL_ALPHANUMERIC),
    },
    "aws_scheduler_schedule": {"name": Name(64, DOTTED)},
    "aws_secretsmanager_secret": {"name": Name(512, Characters("A-Za-z0-9/_+=.@-", "letters, digits and /_+=.@-"))},
    "aws_security_group": {
        "name": Name(
            255,
            Characters(r"A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*", "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*"),
            reserved=("sg-",),
        )
    },
    "aws_sfn_state_machine": {"name": Name(80)},
    "aws_sns_topic": {"name": Name(256, WORDS, suffix=".fifo")},
    "aws_sqs_queue": {"name": Name(80, WORDS, suffix=".fifo")},
    "aws_ssm_parameter": {"name": Name(2048, Characters("A-Za-z0-9_./-", "letters, digits and _./-"))},
    "aws_wafv2_web_acl": {"name": Name(128, WORDS)},
}


def segments(value: Any) -> list[str | None]:
    """The texts that a name is put together of, None standing for each that is not known before the deploy.

    There are none where there is no name, or a list or an object in its place.
    """
    final = value.final() if isinstance(value, Unresolved) else value
    if final is None or isinstance(final, (list, Block)):
        return []
    if isinstance(final, Template):
        return [segment for part in final.parts for segment in segments(part)]
    return [None if isinstance(final, Unresolved) else as_text(final)]
