"""An encryption rule that comes out empty."""

from cdktf import App
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
)
from kit import complete_bucket, new_stack
from sound import KEY


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    bucket = S3Bucket(stack, "videos", bucket="videos-prod")
    complete_bucket(stack, bucket)
    S3BucketServerSideEncryptionConfigurationA(  # here
        stack,
        "encryption",
        bucket=bucket.id,
        rule=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": KEY}}],
    )
