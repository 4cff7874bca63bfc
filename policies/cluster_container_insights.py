"""An ECS cluster reports on its services, tasks and containers through Container Insights.

Why: Without it CloudWatch knows the load of a service as a whole, not of a task or a container, and not why a task was
    stopped. It is off unless the account's own default says otherwise, which the document cannot tell.
Fix: Give the cluster a setting with the name containerInsights and the value enabled or enhanced.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_ecs_cluster",)
CONTROLS = ("ECS.12", "CT.ECS.PR.2")
GUARDS = ("MF-S3",)


class ClusterContainerInsights(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="cluster_container_insights",
            categories=[CheckCategories.LOGGING],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = ["setting"]
        settings = [setting for setting in conf.get("setting", []) if isinstance(setting, dict)]
        values = [item.get("value", [""])[0] for item in settings if item.get("name", [""])[0] == "containerInsights"]
        value = values[-1] if values else None
        if value in ("enabled", "enhanced"):
            return CheckResult.PASSED
        self.details.append(f"containerInsights is {value or 'not set'}")
        return CheckResult.FAILED


check = ClusterContainerInsights()
