from stackgate.validator import validator


@validator(on="aws_kinesis_stream")
def check(stream, graph):
    """A provisioned stream has at least one shard, and one on demand is given no number of shards.

    Why: The provider refuses both at the plan, which no validation reaches: a stream on demand counts its shards by
        itself, and a provisioned one, which is the default, cannot guess their number.
    Fix: Set shard_count where stream_mode is PROVISIONED, and leave it out where it is ON_DEMAND.
    """
    mode = stream.block("stream_mode_details").get("stream_mode", "PROVISIONED")
    shards = stream.number("shard_count") or 0
    if mode == "ON_DEMAND" and shards > 0:
        yield f"shard_count is {shards:g}, but the stream is ON_DEMAND", "shard_count"
    if mode == "PROVISIONED" and shards < 1:
        yield f"shard_count is {shards:g}, but the stream is PROVISIONED", "shard_count"
