"""An app that makes one stack."""

from cdktf import App, S3Backend, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.iam_group import IamGroup
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags

app = App(stack_traces=False)
stack = TerraformStack(app, "videos")
AwsProvider(stack, "aws", region="eu-west-1", default_tags=[AwsProviderDefaultTags(tags={"Environment": "prod"})])
S3Backend(stack, bucket="state-prod", key="videos.tfstate", region="eu-west-1", encrypt=True)
group = IamGroup(stack, "editors", name="editors-prod")
TerraformOutput(stack, "editors_arn", value=group.arn)
app.synth()
