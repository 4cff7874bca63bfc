"""No policy is attached to a user.

Why: Rights that are given to persons one by one stay when their task ends, and nobody sees who has them. A user for a
    machine that cannot take a role is the exception; hence only a warning.
Fix: Give the policy to a group or, better, to a role that the person or the workload assumes.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_policy_attachment")
CONTROLS = ("IAM.2",)
LEVEL = "warning"


class IamUserPolicy(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="iam_user_policy",
            categories=[CheckCategories.IAM],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        attribute = "users" if self.entity_type == "aws_iam_policy_attachment" else "user"
        self.evaluated_keys = [attribute]
        if attribute == "users" and not conf.get(attribute, [[]])[0]:
            return CheckResult.PASSED
        self.details.append("the policy is a user's own")
        return CheckResult.FAILED


check = IamUserPolicy()
