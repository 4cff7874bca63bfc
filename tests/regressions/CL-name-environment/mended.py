"""The suffix on every name."""

from cdktf import App
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    for name in ("videos", "covers", "titles"):
        S3Bucket(stack, name, bucket=f"{name}-prod")
    S3Bucket(stack, "trailers", bucket="trailers-prod")
