"""An ECS service says once where its tasks run: by a launch type or by a capacity provider strategy.

Why: AWS refuses a service that says both at the apply; neither validate nor plan finds it.
Fix: Remove launch_type where there is a capacity_provider_strategy.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_ecs_service",)
GUARDS = ("MF-1", "MF-S1")


class ServiceLaunchType(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="service_launch_type",
            categories=[CheckCategories.GENERAL_SECURITY],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = ["launch_type", "capacity_provider_strategy"]
        strategy = conf.get("capacity_provider_strategy", [])
        if not (strategy and strategy[0] and conf.get("launch_type", [""])[0]):
            return CheckResult.PASSED
        self.details.append("launch_type stands beside capacity_provider_strategy")
        return CheckResult.FAILED


check = ServiceLaunchType()
