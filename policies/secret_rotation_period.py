"""A secret is rotated at least every 90 days.

Why: A password that has leaked stays good until the next rotation. How long is bearable is a choice; hence only a
    warning.
Fix: Set automatically_after_days to 90 or less, or a schedule_expression with a rate of at most 90 days.
"""

import re

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_secretsmanager_secret_rotation",)
CONTROLS = ("SecretsManager.4",)
LEVEL = "warning"

LONGEST = 90
RATE = re.compile(r"rate\(\s*(\d+)\s+(day|hour)s?\s*\)")


def days_between(rules):
    """The days between two rotations, None where they are not said or follow a calendar."""
    rate = RATE.fullmatch(str(rules.get("schedule_expression", [""])[0]))
    if rate:
        return int(rate[1]) / (24 if rate[2] == "hour" else 1)
    try:
        return float(rules.get("automatically_after_days", [None])[0])
    except (TypeError, ValueError):
        return None


class SecretRotationPeriod(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="secret_rotation_period",
            categories=[CheckCategories.GENERAL_SECURITY],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = ["rotation_rules"]
        for rules in conf.get("rotation_rules", []):
            days = days_between(rules) if isinstance(rules, dict) else None
            if days is not None and days > LONGEST:
                self.details.append(f"it is rotated every {days:g} days")
                return CheckResult.FAILED
        return CheckResult.PASSED


check = SecretRotationPeriod()
