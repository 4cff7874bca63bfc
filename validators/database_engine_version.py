import re

from stackgate.validator import Reference, known, validator

# Which minor releases there are changes by the month and is not judged. Neither is a major that is a little newer than
# today's: AWS may offer it before this table knows. 8.4 is the first major of Aurora MySQL with the numbers of MySQL.
AURORA_MYSQL = r"5\.7(\.mysql_aurora\.2\..+)?|8\.0(\.mysql_aurora\.3\..+)?|(8\.4|9\.7)(\..+)?"
POSTGRES = r"(1[1-9]|20)(\..+)?"
MYSQL = r"(5\.7|8\.0|8\.4|9\.7)(\..+)?"
MARIADB = r"(10\.[56]|10\.11|11\.[48]|1[23]\.\d)(\..+)?"
ORACLE = r"(19|2[1-9])(\..+)?"
SQL_SERVER = r"1[3-9]\.00(\..+)?"
DB2 = r"(11\.5|1[23]\.\d)(\..+)?"

OFFERED = {
    "aurora-mysql": AURORA_MYSQL,
    "aurora-postgresql": POSTGRES,
    "db2-ae": DB2,
    "db2-se": DB2,
    "mariadb": MARIADB,
    "mysql": MYSQL,
    "neptune": r"[12](\..+)?",
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
"""The versions of each engine, extended support included, by the release calendars of the RDS and Aurora User Guides as
of November 2026."""
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
