from stackgate.aws.alarms import is_watched
from stackgate.validator import validator

METRICS = ("CPUUtilization", "DBLoad", "DBLoadCPU")


@validator(
    on=("aws_rds_cluster", "aws_db_instance"),
    controls=("CA-7", "SI-4"),
    guards=("MF-2", "MF-S3"),
    level="warning",
)
def check(database, graph):
    """An alarm watches a database's processors, by its cluster or one of its instances.

    Why: A database that runs out of processor slows everything that stands on it, minutes before anything fails. A
    warning is enough: the alarm may stand in another stack, or in a monitoring tool outside AWS, which the document
    does not tell.
    Fix: Declare an aws_cloudwatch_metric_alarm on CPUUtilization in AWS/RDS with the dimension DBClusterIdentifier (or
    DBInstanceIdentifier) that names the database.
    """
    dimension = "DBClusterIdentifier" if database.type == "aws_rds_cluster" else "DBInstanceIdentifier"
    instances = graph.referrers(database, "aws_rds_cluster_instance") if database.type == "aws_rds_cluster" else []
    if not (
        any(is_watched(graph, instance, "DBInstanceIdentifier", "AWS/RDS", METRICS) for instance in instances)
        or is_watched(graph, database, dimension, "AWS/RDS", METRICS)
    ):
        yield "no alarm watches its CPUUtilization"
