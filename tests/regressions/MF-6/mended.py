"""All seven metrics, and a key."""

from cdktf import App
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from kit import complete_stream, new_stack
from sound import STREAM


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    stream = KinesisStream(stack, "views", **STREAM)
    complete_stream(stack, stream)
