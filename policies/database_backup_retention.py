"""A database is backed up, and its backups are kept for longer than a day.

Why: Damage to data is often found days later. The default is too short: one day for a cluster, and for an instance 0,
    which switches automated backups off. A read replica needs none of its own.
Fix: Set backup_retention_period to 7 or more.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_rds_cluster", "aws_db_instance")
CONTROLS = ("RDS.11",)
GUARDS = ("MF-5", "MF-S7")

TOO_FEW = 1
DAYS_BY_DEFAULT = {"aws_rds_cluster": 1, "aws_db_instance": 0}


class DatabaseBackupRetention(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="database_backup_retention",
            categories=[CheckCategories.BACKUP_AND_RECOVERY],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = ["backup_retention_period"]
        if conf.get("replicate_source_db", [""])[0]:
            return CheckResult.PASSED
        default = DAYS_BY_DEFAULT[self.entity_type]
        try:
            days = int(conf.get("backup_retention_period", [default])[0])
        except (TypeError, ValueError):
            self.details.append("backup_retention_period is no number of days")
            return CheckResult.FAILED
        if days > TOO_FEW:
            return CheckResult.PASSED
        how = "" if "backup_retention_period" in conf else " (the default)"
        self.details.append(f"backups are kept for {days} day{'' if days == 1 else 's'}{how}, not for a week")
        return CheckResult.FAILED


check = DatabaseBackupRetention()
