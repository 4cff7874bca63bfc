from stackgate.aws.databases import parameter_group_of, parameters_of, uses_default_parameters
from stackgate.validator import validator

ENGINES = ("postgres", "aurora-postgresql")
OFF = {"log_statement": "none", "log_min_duration_statement": "-1"}
"""What the log of a PostgreSQL database holds of its statements, and the value by which it holds none: the default."""


@validator(on=("aws_db_instance", "aws_rds_cluster"), guards=("MF-S8",), level="warning")
def check(database, graph):
    """A PostgreSQL database logs changes of its schema, and statements that are slow.

    A parameter group that is not in the document is not judged.

    Why: By default the log tells of errors alone: not who dropped the table, nor which query has been slow since
        Monday. Statements in a log can hold customers' data; hence only a warning.
    Fix: Give it a parameter group with log_statement set to ddl and log_min_duration_statement to a time in
        milliseconds such as 1000.
    """
    if database.get("engine") not in ENGINES or database.get("replicate_source_db"):
        return
    group = parameter_group_of(database, graph)
    if group is None:
        if uses_default_parameters(database):
            yield "it has AWS's default parameters, which log no statement"
        return
    set_here = parameters_of(group)
    missing = [name for name, off in OFF.items() if set_here.get(name, off) == off]
    if missing:
        yield f"{group.address} leaves {' and '.join(missing)} off"
