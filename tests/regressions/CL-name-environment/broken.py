"""One name of four without the suffix."""

from cdktf import App
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from kit import complete_bucket, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    for name in ("videos", "covers", "titles"):
        complete_bucket(stack, S3Bucket(stack, name, bucket=f"{name}-prod"))
    trailers = S3Bucket(stack, "trailers", bucket="trailers")  # here
    complete_bucket(stack, trailers)
