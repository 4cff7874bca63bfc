"""A database is backed up and maintained at hours that were chosen, and not at once.

Why: Where no window is set AWS takes one at random, which may be the busiest hour. Windows that overlap are refused at
    the apply, which neither validate nor plan finds. A read replica has no backup window of its own to set.
Fix: Set both windows (preferred_backup_window and preferred_maintenance_window of a cluster, backup_window and
    maintenance_window of an instance) to hours in UTC, each of 30 minutes or more, that do not overlap.
"""

import re

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_rds_cluster", "aws_db_instance")
GUARDS = ("MF-5", "MF-S7")

ATTRIBUTES = {
    "aws_rds_cluster": ("preferred_backup_window", "preferred_maintenance_window"),
    "aws_db_instance": ("backup_window", "maintenance_window"),
}
DAY = 24 * 60
WEEK = 7 * DAY
SHORTEST = 30
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME = r"([01]\d|2[0-3]):([0-5]\d)"
MOMENT = rf"({'|'.join(DAYS)}):{TIME}"


def daily_window(text):
    """Start and length in minutes of a window such as 03:00-04:00, or None where it is none or too short."""
    found = re.fullmatch(f"{TIME}-{TIME}", str(text))
    if not found:
        return None
    start, end = (int(found[index]) * 60 + int(found[index + 1]) for index in (1, 3))
    length = (end - start) % DAY
    return (start, length) if length >= SHORTEST else None


def weekly_window(text):
    """Start in the week and length, in minutes, of a window such as sun:04:00-sun:05:00, or None as above."""
    found = re.fullmatch(f"{MOMENT}-{MOMENT}", str(text).lower())
    if not found:
        return None
    start, end = (
        DAYS.index(found[index]) * DAY + int(found[index + 1]) * 60 + int(found[index + 2]) for index in (1, 4)
    )
    length = (end - start) % WEEK
    return (start, length) if length >= SHORTEST else None


def overlap(one, other):
    """Whether two windows of the week share a minute; each may run on into the next week."""
    return (other[0] - one[0]) % WEEK < one[1] or (one[0] - other[0]) % WEEK < other[1]


class DatabaseWindows(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="database_windows",
            categories=[CheckCategories.BACKUP_AND_RECOVERY],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        backup_name, maintenance_name = ATTRIBUTES[self.entity_type]
        backup = conf.get(backup_name, [""])[0]
        maintenance = conf.get(maintenance_name, [""])[0]
        is_replica = bool(conf.get("replicate_source_db", [""])[0])
        backups = daily_window(backup) if backup else None
        upkeep = weekly_window(maintenance) if maintenance else None
        for name, value, window in ((backup_name, backup, backups), (maintenance_name, maintenance, upkeep)):
            self.evaluated_keys = [name]
            if not value:
                if name == backup_name and is_replica:
                    continue
                self.details.append(f"{name} is not set")
                return CheckResult.FAILED
            if window is None:
                self.details.append(f"{name} is no window of {SHORTEST} minutes or more: {value}")
                return CheckResult.FAILED
        if backups and any(
            overlap(upkeep, (start + day * DAY, length)) for day in range(7) for start, length in [backups]
        ):
            self.details.append(f"the maintenance window {maintenance} overlaps the backup window {backup}")
            return CheckResult.FAILED
        return CheckResult.PASSED


check = DatabaseWindows()
