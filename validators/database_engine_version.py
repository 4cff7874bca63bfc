import re

from stackgate.validator import Reference, known, validator

AURORA_MYSQL = r"5\.7(\.mysql_aurora\.2\..+)?|8\.0(\.mysql_aurora\.3\..+)?|8\.4(\..+)?"
POSTGRES = r"1[1-8](\..+)?"
MYSQL = r"(5\.7|8\.0|8\.4)(\..+)?"
ORACLE = r"(19|21)(\..+)?"
SQL_SERVER = r"(13|14|15|16|17)\.00(\..+)?"

# The majors that AWS offers, extended support included, by the Amazon RDS and Amazon Aurora User Guides' release
# calendars as of November 2026. Which minor releases there are changes by the month and is not judged. 8.4 is the first
# major of Aurora MySQL that is numbered as MySQL is.
OFFERED = {
    "aurora-mysql": AURORA_MYSQL,
    "aurora-postgresql": POSTGRES,
    "db2-ae": r"(11\.5|12\.1)(\..+)?",
    "db2-se": r"(11\.5|12\.1)(\..+)?",
    "mariadb": r"(10\.[56]|10\.11|11\.4|11\.8)(\..+)?",
    "mysql": MYSQL,
    "neptune": r"1(\..+)?",
    "oracle-ee": ORACLE,
    "oracle-ee-cdb": ORACLE,
    "oracle-se2": ORACLE,
    "oracle-se2-cdb": ORACLE,
    "postgres": POSTGRES,
    "sqlserver-ee": SQL_SERVER,
    "sqlserver-ex": SQL_SERVER,
    "sqlserver-se": SQL_SERVER,
    "sqlserver-web": SQL_SERVER,
}
OWN_VERSIONS = ("custom-", "sqlserver-dev")
"""Engines whose versions a team registers itself."""


@validator(on=("aws_rds_cluster", "aws_rds_cluster_instance", "aws_db_instance", "aws_rds_global_cluster"))
def check(database, graph):
    """A database asks for an engine that Amazon RDS has, in a major version that it offers.

    Why: RDS refuses any other at the deploy; neither `terraform validate` nor a plan knows the versions.
    Fix: Choose a version that `aws rds describe-db-engine-versions --engine ENGINE` lists.
    """
    engine, version = database["engine"], database["engine_version"]
    if engine is None or (isinstance(engine, Reference) and isinstance(version, Reference)):
        return  # a replica's engine is its source's; what is referred to is judged where it stands
    engine = str(known(engine))
    if engine.startswith(OWN_VERSIONS):
        return
    if engine not in OFFERED:
        yield f"RDS has no engine {engine!r}", "engine"
        return
    if version is None or isinstance(version, Reference):
        return
    if not re.fullmatch(OFFERED[engine], str(known(version))):
        yield f"RDS offers no {engine} {version}", "engine_version"
