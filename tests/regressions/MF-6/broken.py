"""The stream of the failure report: a name and shards."""

from cdktf import App
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from kit import complete_stream, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    stream = KinesisStream(stack, "views", name="views-prod", shard_count=2, retention_period=168)  # here
    complete_stream(stack, stream)
