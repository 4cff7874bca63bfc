"""A keyword that the constructor lacks."""

from cdktf import App, S3Backend, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from kit import complete_bucket, name_of
from sound import REGION


class Orders(TerraformStack):
    def __init__(self, scope: App, name: str, *, environment: str = "prod") -> None:
        super().__init__(scope, name)
        AwsProvider(
            self, "aws", region=REGION, default_tags=[AwsProviderDefaultTags(tags={"Environment": environment})]
        )
        S3Backend(self, bucket="state-prod", key="orders.tfstate", region=REGION, encrypt=True)
        bucket = S3Bucket(self, "videos", bucket="videos-prod")
        complete_bucket(self, bucket)
        TerraformOutput(self, "bucket", value=bucket.arn)


def build(app: App) -> None:
    Orders(app, name_of(__file__), state_bucket="state-prod")  # here
