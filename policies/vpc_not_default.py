"""Nothing is built on an account's default VPC.

Why: Each of its subnets is public and hands out public addresses, and every other stack of the account may be in it. A
    configuration may take it over to empty it, too; hence only a warning.
Fix: Declare an aws_vpc with subnets of its own, and remove the aws_default_vpc.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_default_vpc",)
LEVEL = "warning"


class VpcNotDefault(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="vpc_not_default",
            categories=[CheckCategories.NETWORKING],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.details.append("the account's default VPC is taken over")
        return CheckResult.FAILED


check = VpcNotDefault()
