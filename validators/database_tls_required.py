import re

from stackgate.aws.databases import parameter_group_of, parameters_of
from stackgate.validator import validator

ENFORCED_BY = (
    (r"(aurora-)?postgres(ql)?\d+.*|sqlserver-.*", "rds.force_ssl"),
    (r"(aurora-)?mysql.*|mariadb.*", "require_secure_transport"),
    (r".*db2-.*", "db2comm"),
)
"""By the family of a parameter group: the parameter that makes a database refuse what is not encrypted."""
ENFORCED_BY_DEFAULT = re.compile(
    r"postgres(1[5-9]|[2-9]\d)|aurora-postgresql(1[7-9]|[2-9]\d)|mysql8\.4|mariadb1[1-9].*"
)
ON = ("1", "on", "true", "ssl")


@validator(on=("aws_db_instance", "aws_rds_cluster"), controls=("SC-8",), guards=("MF-S6",), level="warning")
def check(database, graph):
    """A database with a parameter group of its own refuses connections that are not encrypted.

    Why: A client that does not ask for TLS sends password and data in plain text through the network. A warning is
        enough: clients can use TLS without being made to, and the newer engines insist on it by default.
    Fix: In the parameter group, set rds.force_ssl (PostgreSQL, SQL Server) or require_secure_transport (MySQL, MariaDB)
        to 1, or db2comm (Db2) to SSL.
    """
    group = parameter_group_of(database, graph)
    if group is None:
        return
    family = group.text("family") or ""
    parameter = next((name for pattern, name in ENFORCED_BY if re.fullmatch(pattern, family)), None)
    if parameter is None:
        return
    value = parameters_of(group).get(parameter)
    if value is None and ENFORCED_BY_DEFAULT.fullmatch(family):
        return
    if (value or "").lower() not in ON:
        yield f"{parameter} is {value or 'not set'} in {group.address}"
