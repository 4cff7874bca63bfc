"""A task's EFS volume is encrypted on its way.

Why: EFS speaks NFS, which is plain text: whoever listens in the network reads the files. Encryption in transit is off
    by default, and needed where the volume is mounted with an access point or with IAM.
Fix: Set transit_encryption to ENABLED in efs_volume_configuration.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_ecs_task_definition",)
GUARDS = ("MF-S6",)


class TaskVolumeEncryptedInTransit(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="task_volume_encrypted_in_transit",
            categories=[CheckCategories.ENCRYPTION],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = ["volume"]
        for volume in conf.get("volume", []):
            for efs in volume.get("efs_volume_configuration", []) if isinstance(volume, dict) else ():
                said = efs.get("transit_encryption", [None])[0] if isinstance(efs, dict) else None
                if said != "ENABLED":
                    self.details.append(
                        f"transit_encryption of the volume {volume.get('name', ['?'])[0]} is {said or 'not set'}"
                    )
                    return CheckResult.FAILED
        return CheckResult.PASSED


check = TaskVolumeEncryptedInTransit()
