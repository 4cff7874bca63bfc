from stackgate.validator import known, validator

USERNAME = {"aws_rds_cluster": "master_username", "aws_db_instance": "username"}
TAKEN_OVER = (
    "global_cluster_identifier",
    "replicate_source_db",
    "replication_source_identifier",
    "restore_to_point_in_time",
    "snapshot_identifier",
)
"""What a database takes its master user over from."""


@validator(on=tuple(USERNAME))
def check(database, graph):
    """A new RDS cluster or instance names its master user, or is made from something that has one.

    Why: AWS refuses to create a database without a master user, but only at the apply: neither validate nor plan finds
        it. What is restored, replicated or joins a global cluster takes over the user of its source.
    Fix: Set master_username of a cluster, username of an instance.
    """
    attribute = USERNAME[database.type]
    if is_empty(database, attribute) and all(is_empty(database, name) for name in TAKEN_OVER):
        yield f"no {attribute}, which a new database must have", attribute


def is_empty(database, name):
    value = database.peek(name)
    return value is None or (isinstance(value, (str, list)) and not known(value))
