"""A Kinesis stream publishes all seven metrics of its shards.

Why: Stream metrics are averages: they look well while one hot shard throttles its writers or falls behind. Shard
    metrics are paid by the metric, and a stream whose load is even may do without; hence only a warning.
Fix: Set shard_level_metrics to the seven names, or to ALL.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_kinesis_stream",)
GUARDS = ("MF-6", "MF-S9")
LEVEL = "warning"

METRICS = {
    "IncomingBytes",
    "IncomingRecords",
    "IteratorAgeMilliseconds",
    "OutgoingBytes",
    "OutgoingRecords",
    "ReadProvisionedThroughputExceeded",
    "WriteProvisionedThroughputExceeded",
}


class StreamShardMetrics(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="stream_shard_metrics",
            categories=[CheckCategories.LOGGING],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = ["shard_level_metrics"]
        value = conf.get("shard_level_metrics", [[]])[0]
        listed = {str(metric) for metric in (value if isinstance(value, list) else [value])}
        missing = METRICS - listed
        # A name that does not exist is another rule's fault to find: it stands for the one that it misspells.
        if "ALL" in listed or len(missing) <= len(listed - METRICS):
            return CheckResult.PASSED
        self.details.append(f"{', '.join(sorted(missing))} {'is' if len(missing) == 1 else 'are'} not published")
        return CheckResult.FAILED


check = StreamShardMetrics()
