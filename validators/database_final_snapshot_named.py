from stackgate.validator import validator


@validator(on=("aws_rds_cluster", "aws_db_instance"), relaxable=True)
def check(database, graph):
    """A database that leaves a final snapshot says what the snapshot is called.

    Why: Without skip_final_snapshot the provider asks for final_snapshot_identifier, but only when the database is to
        be destroyed or replaced: that deploy then fails half way.
    Fix: Set final_snapshot_identifier.
    """
    if "replicate_source_db" in database:
        return  # no final snapshot is taken of a replica
    if not database.flag("skip_final_snapshot") and not database.get("final_snapshot_identifier"):
        yield "a final snapshot without a name", "final_snapshot_identifier"
