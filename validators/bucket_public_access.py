from stackgate.aws.wiring import wired
from stackgate.validator import validator

FLAGS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


@validator(on="aws_s3_bucket", controls=("S3.8",), level="warning")
def check(bucket, graph):
    """A bucket blocks public access, by a block of its own or the account's.

    What a block of its own says is judged there, by CKV_AWS_53 to CKV_AWS_56.

    Why: It tells at a glance that nothing in the bucket can become public. A warning is enough: a bucket made today
        blocks public access by itself.
    Fix: Declare an aws_s3_bucket_public_access_block with all four flags true, or for all buckets an
        aws_s3_account_public_access_block.
    """
    if any(all(block.flag(flag) for flag in FLAGS) for block in graph.of_type("aws_s3_account_public_access_block")):
        return
    if not wired(graph, bucket, "bucket", "aws_s3_bucket_public_access_block"):
        yield "neither it nor the account blocks public access"
