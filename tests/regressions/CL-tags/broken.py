"""No tags at all."""

from cdktf import App
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from kit import complete_bucket, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__, tags=False)
    bucket = S3Bucket(stack, "videos", bucket="videos-prod")
    complete_bucket(stack, bucket)
