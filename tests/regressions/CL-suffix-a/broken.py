"""The class by the name of the resource."""

from cdktf import App
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_versioning import (  # here
    S3BucketVersioning,
    S3BucketVersioningVersioningConfiguration,
)
from kit import complete_bucket, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    bucket = S3Bucket(stack, "videos", bucket="videos-prod")
    complete_bucket(stack, bucket, versioned=False)
    S3BucketVersioning(
        stack,
        "versioning",
        bucket=bucket.id,
        versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
    )
