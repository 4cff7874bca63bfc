"""The hour of the synthesis in a tag."""

import datetime

from cdktf import App
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from kit import complete_bucket, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    bucket = S3Bucket(  # here
        stack, "videos", bucket="videos-prod", tags={"SynthesizedAt": datetime.datetime.now().isoformat()}
    )
    complete_bucket(stack, bucket)
