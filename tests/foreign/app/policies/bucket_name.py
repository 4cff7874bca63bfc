"""A bucket's name begins with the team's name.

Why: Buckets share one namespace in the account; the bill and the on-call list go by the prefix.
Fix: Set bucket to a name that begins with "orders-".
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_s3_bucket",)


class BucketName(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="bucket_name",
            categories=[CheckCategories.CONVENTION],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = ["bucket"]
        name = conf.get("bucket", [""])[0]
        if name.startswith("orders-"):
            return CheckResult.PASSED
        self.details.append(f"the bucket is named {name!r}")
        return CheckResult.FAILED


check = BucketName()
