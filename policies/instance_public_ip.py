"""An EC2 instance has no public address.

Why: A server with a public address can be reached from the internet as soon as a security group lets it, and calls out
    by an address that no firewall of yours sees. One that stands in the web on purpose can be right; hence only a
    warning.
Fix: Remove associate_public_ip_address or set it to false, and put a load balancer before the instance.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_instance", "aws_launch_configuration", "aws_launch_template", "aws_spot_instance_request")
CONTROLS = ("EC2.9", "EC2.25", "AutoScaling.5")
LEVEL = "warning"

ATTRIBUTE = "associate_public_ip_address"


class InstancePublicIp(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="instance_public_ip",
            categories=[CheckCategories.NETWORKING],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = [ATTRIBUTE]
        interfaces = [item for item in conf.get("network_interfaces", []) if isinstance(item, dict)]
        for holder in (conf, *interfaces):
            if str(holder.get(ATTRIBUTE, [""])[0]).lower() == "true":
                self.details.append("it is given a public address")
                return CheckResult.FAILED
        return CheckResult.PASSED


check = InstancePublicIp()
