"""A database publishes its log to CloudWatch.

Why: The log on the instance is gone after a few days, and with the instance. What a database of one engine publishes
    under one name another does not know: AWS refuses a name that is not the engine's. Aurora Serverless v1 publishes
    its log by itself.
Fix: Set enabled_cloudwatch_logs_exports to logs of the engine: postgresql for PostgreSQL, error and slowquery for
    MySQL.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_rds_cluster", "aws_db_instance")
CONTROLS = ("RDS.37",)
GUARDS = ("MF-S3", "MF-S8")

ATTRIBUTE = "enabled_cloudwatch_logs_exports"
MYSQL = {"audit", "error", "general", "slowquery", "iam-db-auth-error"}
LOGS = {
    "aurora-mysql": MYSQL | {"instance"},
    "aurora-postgresql": {"postgresql", "instance", "iam-db-auth-error"},
    "mysql": MYSQL,
    "mariadb": MYSQL,
    "postgres": {"postgresql", "upgrade", "iam-db-auth-error"},
    "oracle": {"alert", "audit", "listener", "oemagent", "trace"},
    "sqlserver": {"agent", "error"},
    "db2": {"diag.log", "notify.log"},
}
"""The logs of each engine, by its name or what it begins with (`oracle-ee`, `sqlserver-web`)."""


class DatabaseLogExports(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="database_log_exports",
            categories=[CheckCategories.LOGGING],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = [ATTRIBUTE]
        if conf.get("engine_mode", [""])[0] == "serverless":
            return CheckResult.PASSED
        listed = conf.get(ATTRIBUTE, [[]])[0]
        logs = {str(log) for log in (listed if isinstance(listed, list) else [listed])}
        if not logs:
            self.details.append("no log is published")
            return CheckResult.FAILED
        engine = str(conf.get("engine", [""])[0])
        offered = LOGS.get(engine) or LOGS.get(engine.split("-")[0])
        if offered is None:
            return CheckResult.PASSED
        if logs - offered:
            self.details.append(
                f"{engine} has no log {', '.join(sorted(logs - offered))}: it has {', '.join(sorted(offered))}"
            )
            return CheckResult.FAILED
        if "postgresql" in offered and "postgresql" not in logs:
            self.details.append(
                f"{', '.join(sorted(logs))} alone is not the log of the database: postgresql is missing"
            )
            return CheckResult.FAILED
        return CheckResult.PASSED


check = DatabaseLogExports()
