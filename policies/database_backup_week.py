"""Backups of a database are kept for a week.

One that has none, or keeps them for a day, is the finding of database_backup_retention.

Why: Damage to data is often found days later, after a weekend for example. A read replica needs no backups of its own.
Fix: Set backup_retention_period to 7 or more.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_rds_cluster", "aws_db_instance")
CONTROLS = ("RDS.50",)
GUARDS = ("MF-5", "MF-S7")

ATTRIBUTE = "backup_retention_period"


class DatabaseBackupWeek(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="database_backup_week",
            categories=[CheckCategories.BACKUP_AND_RECOVERY],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = [ATTRIBUTE]
        try:
            days = int(conf.get(ATTRIBUTE, [0])[0])
        except (TypeError, ValueError):
            return CheckResult.PASSED
        if days not in range(2, 7) or conf.get("replicate_source_db", [""])[0]:
            return CheckResult.PASSED
        self.details.append(f"backups are kept for {days} days, not for 7")
        return CheckResult.FAILED


check = DatabaseBackupWeek()
