"""Log groups: encrypted with our key, kept as long as the environment asks."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct

from stack.settings import Settings


def log_group(scope: Construct, id_: str, name: str, *, settings: Settings, key: KmsKey) -> CloudwatchLogGroup:
    """A log group of this name, which has to contain the environment's suffix."""
    return CloudwatchLogGroup(
        scope,
        id_,
        name=name,
        kms_key_id=key.arn,
        retention_in_days=settings.log_retention_days,
        tags={"Name": name},
    )
