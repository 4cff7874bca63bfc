from stackgate.aws.keys import is_key_of_aws
from stackgate.validator import validator

KEYS = {
    "aws_db_instance": "kms_key_id",
    "aws_kinesis_firehose_delivery_stream": "server_side_encryption.key_arn",
    "aws_kinesis_stream": "kms_key_id",
    "aws_kinesis_video_stream": "kms_key_id",
    "aws_rds_cluster": "kms_key_id",
    "aws_secretsmanager_secret": "kms_key_id",
    "aws_sns_topic": "kms_master_key_id",
    "aws_sqs_queue": "kms_master_key_id",
    "aws_ssm_parameter": "key_id",
}
COPIES = ("replicate_source_db", "replication_source_identifier", "snapshot_identifier", "restore_to_point_in_time")


@validator(on=KEYS, guards=("MF-S6",), level="warning")
def check(resource, graph):
    """What is encrypted is encrypted with a key of its owner.

    What is not encrypted at all is the finding of another rule, such as queue_encrypted or database_encrypted.

    Why: A key of your own decides who reads, tells each use, can be withdrawn, and can be shared with another account.
        Under a key of AWS the data does not lie in the clear either; hence only a warning.
    Fix: Set the attribute to the ARN of an aws_kms_key, whose policy lets those who write and read use it.
    """
    *above, name = KEYS[resource.type].split(".")
    holder = resource.block(above[0]) if above else resource
    if holder.get(name):
        if is_key_of_aws(holder[name], graph):
            yield "a key of AWS encrypts it", KEYS[resource.type]
    elif is_encrypted_by_aws(resource, holder):
        yield "no key is set, so a key of AWS encrypts it", KEYS[resource.type]


def is_encrypted_by_aws(resource, holder):
    """Whether a resource that names no key is encrypted all the same."""
    if resource.type in ("aws_db_instance", "aws_rds_cluster"):
        return resource.flag("storage_encrypted") and not any(name in resource for name in COPIES)
    if resource.type == "aws_kinesis_firehose_delivery_stream":
        return holder.flag("enabled")
    if resource.type == "aws_sqs_queue":
        return resource.flag("sqs_managed_sse_enabled")
    if resource.type == "aws_ssm_parameter":
        return resource["type"] == "SecureString"
    return resource.type in ("aws_kinesis_video_stream", "aws_secretsmanager_secret")
