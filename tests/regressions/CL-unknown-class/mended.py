"""The module by the name of the resource, the struct by those of class and block."""

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_cors_configuration import (
    S3BucketCorsConfiguration,
    S3BucketCorsConfigurationCorsRule,
)
from kit import complete_bucket, new_stack
from sound import TOPIC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    nightly = CloudwatchEventRule(stack, "nightly", name="nightly-prod", schedule_expression="rate(1 day)")
    CloudwatchEventTarget(stack, "tell", rule=nightly.name, arn=TOPIC)
    bucket = S3Bucket(stack, "videos", bucket="videos-prod")
    complete_bucket(stack, bucket)
    gets = S3BucketCorsConfigurationCorsRule(allowed_methods=["GET"], allowed_origins=["https://videos.example.org"])
    S3BucketCorsConfiguration(stack, "cors", bucket=bucket.id, cors_rule=[gets])
