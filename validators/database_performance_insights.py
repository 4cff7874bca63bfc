from stackgate.aws.databases import cluster_of
from stackgate.validator import validator

ENABLED = "performance_insights_enabled"
SMALL = ("db.t2.micro", "db.t2.small", "db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small")
WITHOUT = {
    "aurora-mysql": ("db.t2.", "db.t3.", "db.t4g.micro", "db.t4g.small"),
    "mariadb": SMALL,
    "mysql": SMALL,
}
"""How the instance classes begin that do not offer them, by engine, after the RDS and the Aurora User Guide."""


@validator(on=("aws_rds_cluster_instance", "aws_db_instance"), level="warning")
def check(instance, graph):
    """A database instance keeps Performance Insights.

    Why: When the database is slow, they tell which statement waits for what; nothing else does afterwards. Seven days
        of them cost nothing. A database that is never slow does without; hence only a warning.
    Fix: Set performance_insights_enabled to true, on the instance or on its cluster, and
        performance_insights_kms_key_id to a key of your own.
    """
    if instance.flag(ENABLED) or (ENABLED not in instance and is_set_by_cluster(instance, graph)):
        return
    if not is_without(instance):
        yield "they are switched off" if ENABLED in instance else "nothing switches them on", ENABLED


def is_set_by_cluster(instance, graph):
    cluster = cluster_of(instance, graph) if instance.type == "aws_rds_cluster_instance" else None
    return cluster is not None and (cluster.flag(ENABLED) or cluster.get("database_insights_mode") == "advanced")


def is_without(instance):
    classes = WITHOUT.get(instance.text("engine"))
    return classes is not None and (instance.text("instance_class") or "").startswith(classes)
