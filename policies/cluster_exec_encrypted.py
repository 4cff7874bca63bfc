"""The sessions of ECS Exec, and the log of them, are encrypted with a key of the cluster's owner.

Judged is a cluster that configures ECS Exec and logs it; one that logs nothing is cluster_exec_logged's to find.

Why: What is typed in such a shell, and what it shows, are passwords and customers' data. TLS protects the session in
    any case, and CloudWatch encrypts its logs by itself; hence only a warning.
Fix: Set kms_key_id in execute_command_configuration, and cloud_watch_encryption_enabled or s3_bucket_encryption_enabled
    in its log_configuration.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_ecs_cluster",)
LEVEL = "warning"
EXECUTE = "execute_command_configuration"
FLAGS = ("cloud_watch_encryption_enabled", "s3_bucket_encryption_enabled")


def blocks(block, name):
    return [inner for inner in block.get(name, []) if isinstance(inner, dict)]


class ClusterExecEncrypted(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="cluster_exec_encrypted",
            categories=[CheckCategories.ENCRYPTION],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = ["configuration"]
        commands = [command for block in blocks(conf, "configuration") for command in blocks(block, EXECUTE)]
        for command in commands:
            if command.get("logging", [""])[0] == "NONE":
                continue
            if not command.get("kms_key_id", [""])[0]:
                self.details.append("no kms_key_id for the sessions")
                return CheckResult.FAILED
            logs = blocks(command, "log_configuration")
            if not any(str(log.get(flag, [False])[0]).lower() == "true" for log in logs for flag in FLAGS):
                self.details.append("the log of the sessions is not encrypted")
                return CheckResult.FAILED
        return CheckResult.PASSED


check = ClusterExecEncrypted()
