from stackgate.aws.databases import cluster_of
from stackgate.validator import validator

INTERVAL = "monitoring_interval"


@validator(on=("aws_rds_cluster_instance", "aws_db_instance"), controls=("RDS.6",), level="warning")
def check(instance, graph):
    """A database instance reports the load of its operating system.

    Why: Enhanced monitoring tells which process takes the CPU and the memory, by the second, as the instance itself
        sees it; CloudWatch's own metrics come from outside. It costs by the log that it writes; hence only a warning.
    Fix: Set monitoring_interval to 60 or less, on the instance or on its cluster, and monitoring_role_arn to a role
        that may write the log.
    """
    says = instance
    if INTERVAL not in instance and instance.type == "aws_rds_cluster_instance":
        says = cluster_of(instance, graph) or instance
    if not says.number(INTERVAL):
        yield f"{INTERVAL} is {instance.get(INTERVAL, 'not set')!s}", INTERVAL
