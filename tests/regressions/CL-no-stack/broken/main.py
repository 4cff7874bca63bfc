"""An app that makes one stack."""

from cdktf import App, S3Backend, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket

app = App(stack_traces=False)  # here
stack = TerraformStack(app, "videos")
AwsProvider(stack, "aws", region="eu-west-1", default_tags=[AwsProviderDefaultTags(tags={"Environment": "prod"})])
S3Backend(stack, bucket="state-prod", key="videos.tfstate", region="eu-west-1", encrypt=True)
bucket = S3Bucket(stack, "bucket", bucket="videos-prod")
TerraformOutput(stack, "bucket_arn", value=bucket.arn)
