"""Metrics in words that Kinesis does not have."""

from cdktf import App
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from kit import complete_stream, new_stack, without
from sound import STREAM


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    metrics = [*STREAM["shard_level_metrics"], "IteratorAge"]
    stream = KinesisStream(stack, "views", **without(STREAM, shard_level_metrics=metrics))  # here
    complete_stream(stack, stream)
