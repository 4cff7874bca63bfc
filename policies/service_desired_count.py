"""An ECS service wants no negative number of tasks.

Why: AWS refuses a negative desired_count at the apply; neither validate nor plan finds it.
Fix: Set desired_count to 0 or more, or leave it to the service's autoscaling.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_ecs_service",)
GUARDS = ("MF-4",)


class ServiceDesiredCount(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="service_desired_count",
            categories=[CheckCategories.GENERAL_SECURITY],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = ["desired_count"]
        try:
            count = float(conf.get("desired_count", [0])[0])
        except (OverflowError, TypeError, ValueError):
            self.details.append("desired_count is no number")
            return CheckResult.FAILED
        if count >= 0:
            return CheckResult.PASSED
        self.details.append(f"desired_count is {count:g}")
        return CheckResult.FAILED


check = ServiceDesiredCount()
