"""An ECS cluster offers Fargate Spot beside Fargate, with a strategy that shares tasks out between them.

Why: Spot costs up to 70 per cent less and may be taken back at two minutes' notice, so it belongs beside regular
    capacity; a provider that no strategy names is not used by a service that says nothing. A stack whose tasks bear no
    interruption does without, hence only a warning.
Fix: List FARGATE and FARGATE_SPOT in capacity_providers and write a default_capacity_provider_strategy block for each.
"""

from difflib import get_close_matches

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_ecs_cluster_capacity_providers",)
GUARDS = ("MF-1",)
LEVEL = "warning"

WANTED = {"FARGATE", "FARGATE_SPOT"}


def meant(names):
    """Those of the two that names stand for, also where they are misspelt."""
    return {word for name in names for word in get_close_matches(str(name).upper(), WANTED, n=1, cutoff=0.8)}


class ClusterSpotBesideFargate(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="cluster_spot_beside_fargate",
            categories=[CheckCategories.GENERAL_SECURITY],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        self.evaluated_keys = ["capacity_providers"]
        value = conf.get("capacity_providers", [[]])[0]
        listed = {str(provider) for provider in (value if isinstance(value, list) else [value])}
        entries = [entry for entry in conf.get("default_capacity_provider_strategy", []) if isinstance(entry, dict)]
        named = {str(name) for entry in entries for name in entry.get("capacity_provider", [])}
        # What is misspelt, what is named and not listed, and an entry without a name are another rule's to find.
        missing = WANTED - meant(listed | named)
        if missing:
            self.details.append(f"{' and '.join(sorted(missing))} is not offered")
            return CheckResult.FAILED
        self.evaluated_keys = ["default_capacity_provider_strategy"]
        unused = WANTED - meant(named)
        malformed = [entry for entry in entries if listed.isdisjoint(map(str, entry.get("capacity_provider", [])))]
        if malformed or not unused:
            return CheckResult.PASSED
        self.details.append(f"no default_capacity_provider_strategy names {' or '.join(sorted(unused))}")
        return CheckResult.FAILED


check = ClusterSpotBesideFargate()
