"""A class that none of the modules has."""

from cdktf import App
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_cors_configuration import (  # here
    S3BucketCorsConfiguration,
    S3BucketCorsConfigurationRule,
)
from kit import complete_bucket, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    bucket = S3Bucket(stack, "videos", bucket="videos-prod")
    complete_bucket(stack, bucket)
    S3BucketCorsConfiguration(
        stack,
        "cors",
        bucket=bucket.id,
        cors_rule=[
            S3BucketCorsConfigurationRule(allowed_methods=["GET"], allowed_origins=["https://videos.example.org"])
        ],
    )
