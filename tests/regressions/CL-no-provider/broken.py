"""Resources without a provider."""

from cdktf import App, S3Backend, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from kit import complete_bucket, name_of
from sound import REGION


def build(app: App) -> None:
    stack = TerraformStack(app, name_of(__file__))  # here
    S3Backend(stack, bucket="state-prod", key="videos.tfstate", region=REGION, encrypt=True)
    bucket = S3Bucket(stack, "videos", bucket="videos-prod", tags={"Environment": "prod"})
    complete_bucket(stack, bucket)
    TerraformOutput(stack, "bucket", value=bucket.arn)
