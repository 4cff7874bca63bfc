"""What is watched: each alarm of the stack as plain data."""

from dataclasses import dataclass
from typing import Literal

from stack.database import Database
from stack.dead_letters import DeadLetters
from stack.service import Service
from stack.settings import Settings
from stack.stream import Stream


@dataclass(frozen=True)
class Alarm:
    """An alarm once `statistic` of a metric is beyond `threshold` in each of `minutes` minutes.

    `missing` says what it means that there is no value: for most metrics that nothing happened, and that is good.
    """

    name: str
    description: str
    namespace: str
    metric: str
    dimensions: dict[str, str]
    statistic: Literal["Average", "Maximum", "Minimum", "Sum"]
    threshold: float
    minutes: int = 5
    below: bool = False
    missing: Literal["breaching", "notBreaching"] = "notBreaching"


def alarms(
    *, settings: Settings, stream: Stream, service: Service, database: Database, queues: DeadLetters
) -> list[Alarm]:
    """The alarms of the whole pipeline."""
    video = {"StreamName": stream.video.name}
    worker = {"ClusterName": service.cluster.name, "ServiceName": service.worker.name}
    cluster = {"DBClusterIdentifier": database.cluster.cluster_identifier}
    # Aurora allows about 190 connections an ACU, and 2000 where it may shrink to half an ACU.
    # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
    connections = min(190 * settings.database_max_acu, 2000) * 0.8
    return [
        Alarm(
            "stream-late",
            "Records wait longer than ten minutes, or nobody reads the stream",
            "AWS/Kinesis",
            "GetRecords.IteratorAgeMilliseconds",
            video,
            "Maximum",
            10 * 60_000,
            missing="breaching",
        ),
        Alarm(
            "stream-write-throttled",
            "The shards are full: producers are turned away",
            "AWS/Kinesis",
            "WriteProvisionedThroughputExceeded",
            video,
            "Sum",
            0,
        ),
        Alarm(
            "stream-read-throttled",
            "The workers read more than the shards give",
            "AWS/Kinesis",
            "ReadProvisionedThroughputExceeded",
            video,
            "Sum",
            0,
        ),
        Alarm(
            "service-cpu",
            "The workers' processors are busy although scaling should have added some",
            "AWS/ECS",
            "CPUUtilization",
            worker,
            "Average",
            85,
            minutes=15,
        ),
        Alarm(
            "service-memory",
            "The workers are about to run out of memory",
            "AWS/ECS",
            "MemoryUtilization",
            worker,
            "Average",
            85,
        ),
        Alarm(
            "service-tasks",
            "Fewer workers run than the least that are asked for, or none",
            "ECS/ContainerInsights",
            "RunningTaskCount",
            worker,
            "Average",
            settings.task_min,
            below=True,
            missing="breaching",
        ),
        Alarm(
            "database-cpu",
            "The database's processors are busy",
            "AWS/RDS",
            "CPUUtilization",
            cluster,
            "Average",
            80,
            missing="breaching",
        ),
        Alarm(
            "database-connections",
            "Four fifths of the connections are taken",
            "AWS/RDS",
            "DatabaseConnections",
            cluster,
            "Maximum",
            connections,
        ),
        Alarm(
            "database-capacity",
            "The database has grown to nearly its largest size",
            "AWS/RDS",
            "ACUUtilization",
            cluster,
            "Maximum",
            90,
            minutes=15,
        ),
        Alarm(
            "dead-letters",
            "A job failed for good and waits for somebody to look at it",
            "AWS/SQS",
            "ApproximateNumberOfMessagesVisible",
            {"QueueName": queues.dead_letters.name},
            "Maximum",
            0,
            minutes=1,
        ),
        Alarm(
            "jobs-late",
            "The oldest job waits longer than an hour",
            "AWS/SQS",
            "ApproximateAgeOfOldestMessage",
            {"QueueName": queues.jobs.name},
            "Maximum",
            60 * 60,
        ),
    ]
