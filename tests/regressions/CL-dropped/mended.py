"""The structs."""

from cdktf import App
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
)
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupIngress
from kit import complete_bucket, new_stack
from sound import KEY, VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    bucket = S3Bucket(stack, "videos", bucket="videos-prod")
    complete_bucket(stack, bucket)
    default = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
        sse_algorithm="aws:kms", kms_master_key_id=KEY
    )
    S3BucketServerSideEncryptionConfigurationA(
        stack,
        "encryption",
        bucket=bucket.id,
        rule=[S3BucketServerSideEncryptionConfigurationRuleA(apply_server_side_encryption_by_default=default)],
    )
    web = SecurityGroupIngress(
        description="https", from_port=443, to_port=443, protocol="tcp", cidr_blocks=["10.0.0.0/16"]
    )
    SecurityGroup(stack, "web", description="web", vpc_id=VPC, tags={"Name": "web-prod"}, ingress=[web])
