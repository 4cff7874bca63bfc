"""The class with its suffix."""

from cdktf import App
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_versioning import S3BucketVersioningA, S3BucketVersioningVersioningConfiguration
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    bucket = S3Bucket(stack, "videos", bucket="videos-prod")
    S3BucketVersioningA(
        stack,
        "versioning",
        bucket=bucket.id,
        versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
    )
