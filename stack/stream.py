"""The Kinesis stream that videos' events arrive on."""

from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream, KinesisStreamStreamModeDetails
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct

from stack.settings import Settings

# https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html#kinesis-metrics-shard
SHARD_METRICS = (
    "IncomingBytes",
    "IncomingRecords",
    "IteratorAgeMilliseconds",
    "OutgoingBytes",
    "OutgoingRecords",
    "ReadProvisionedThroughputExceeded",
    "WriteProvisionedThroughputExceeded",
)
WEEK = 7 * 24


class Stream(Construct):
    """Two provisioned shards, watched one by one. Public: `video`."""

    def __init__(self, scope: Construct, id_: str, *, settings: Settings, key: KmsKey) -> None:
        super().__init__(scope, id_)
        self.video = KinesisStream(
            self,
            "video",
            name=settings.name("video"),
            stream_mode_details=KinesisStreamStreamModeDetails(stream_mode="PROVISIONED"),
            shard_count=2,
            retention_period=WEEK,
            shard_level_metrics=list(SHARD_METRICS),
            encryption_type="KMS",
            kms_key_id=key.arn,
            tags=settings.tags("video"),
        )
