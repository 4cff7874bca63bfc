"""What a unit's work goes through: a stream, queues with dead letters, a bucket, a topic, and the alarms on all."""

from __future__ import annotations

from tests.bench.sample.unit import ACCOUNT, Resource, Unit, json_text, no_plain_text

_SHARD_METRICS = [
    *("IncomingBytes", "IncomingRecords", "IteratorAgeMilliseconds", "OutgoingBytes", "OutgoingRecords"),
    *("ReadProvisionedThroughputExceeded", "WriteProvisionedThroughputExceeded"),
]


class Messages:
    """Adds them; `stream`, `jobs`, `dead`, `bucket` and `topic` are for the others."""

    def __init__(self, unit: Unit, keys: dict[str, Resource]) -> None:
        encrypted = {"kms_master_key_id": keys["messages"].arn}
        self.topic = unit.add("aws_sns_topic", "alarms/topic", **encrypted, **unit.named("alarms"))
        self.stream = unit.add(
            "aws_kinesis_stream",
            "stream/records",
            encryption_type="KMS",
            kms_key_id=keys["data"].arn,
            retention_period=168,
            shard_count=2,
            shard_level_metrics=_SHARD_METRICS,
            stream_mode_details={"stream_mode": "PROVISIONED"},
            **unit.named("records"),
        )
        self._queues(unit, encrypted)
        self.bucket = self._bucket(unit, keys["data"])

    def _queues(self, unit: Unit, encrypted: dict[str, str]) -> None:
        self.dead = unit.add(
            "aws_sqs_queue",
            "messages/dead_letters",
            message_retention_seconds=1209600,
            **encrypted,
            **unit.named("dead-letters"),
        )
        self.jobs = unit.add(
            "aws_sqs_queue",
            "messages/jobs",
            message_retention_seconds=345600,
            visibility_timeout_seconds=900,
            redrive_policy=json_text({"deadLetterTargetArn": self.dead.arn, "maxReceiveCount": 5}),
            **encrypted,
            **unit.named("jobs"),
        )
        for path, queue in (("dead_letters", self.dead), ("jobs", self.jobs)):
            policy = no_plain_text("sqs:*", queue.arn)
            unit.add("aws_sqs_queue_policy", f"messages/{path}_policy", queue_url=queue.url, policy=policy)
        allowed = json_text({"redrivePermission": "byQueue", "sourceQueueArns": [self.jobs.arn]})
        sources = {"queue_url": self.dead.url, "redrive_allow_policy": allowed}
        unit.add("aws_sqs_queue_redrive_allow_policy", "messages/sources", **sources)

    def _bucket(self, unit: Unit, key: Resource) -> Resource:
        bucket = unit.add(
            "aws_s3_bucket", "storage/bucket", bucket=f"{unit.name}-{ACCOUNT}-prod", **unit.tags("storage")
        )
        shut = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
        unit.add("aws_s3_bucket_public_access_block", "storage/shut", bucket=bucket.id, **dict.fromkeys(shut, True))
        versions = {"versioning_configuration": {"status": "Enabled"}}
        unit.add("aws_s3_bucket_versioning", "storage/versions", bucket=bucket.id, **versions)
        by_default = {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn}
        unit.add(
            "aws_s3_bucket_server_side_encryption_configuration",
            "storage/encryption",
            bucket=bucket.id,
            rule=[{"apply_server_side_encryption_by_default": by_default, "bucket_key_enabled": True}],
        )
        denied = [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}]
        everything = {"actions": ["s3:*"], "resources": [bucket.arn, f"{bucket.arn}/*"], "condition": denied}
        anybody = {"effect": "Deny", "principals": [{"type": "*", "identifiers": ["*"]}]}
        plain = unit.add("data.aws_iam_policy_document", "storage/plain_text", statement=[{**everything, **anybody}])
        unit.add("aws_s3_bucket_policy", "storage/policy", bucket=bucket.id, policy=plain.json)
        return bucket

    def alarms(self, unit: Unit, topics: list[Resource], cluster: Resource) -> None:
        """The alarms of the whole unit, which tell these topics."""
        stream = {"StreamName": self.stream.name}
        watched = (
            ("stream_late", "AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", stream, 600000),
            ("dead_letters", "AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": self.dead.name}, 0),
            ("stream_full", "AWS/Kinesis", "WriteProvisionedThroughputExceeded", stream, 0),
            ("database_cpu", "AWS/RDS", "CPUUtilization", {"DBClusterIdentifier": cluster.cluster_identifier}, 80),
        )
        told = [topic.arn for topic in topics]
        for path, namespace, metric, dimensions, threshold in watched:
            name = unit.named(path.replace("_", "-"))
            unit.add(
                "aws_cloudwatch_metric_alarm",
                f"alarms/{path}",
                alarm_name=name["name"],
                namespace=namespace,
                metric_name=metric,
                dimensions=dimensions,
                comparison_operator="GreaterThanThreshold",
                evaluation_periods=5,
                period=60,
                statistic="Maximum",
                threshold=threshold,
                treat_missing_data="notBreaching",
                alarm_actions=told,
                ok_actions=told,
                tags=name["tags"],
            )
