"""A cache of several nodes has them in more than one availability zone.

Why: When the zone of all nodes fails, the cache is gone, and the database behind it gets all the load at once. Traffic
    between zones costs, and a cache can be filled anew; hence only a warning.
Fix: Set multi_az_enabled and automatic_failover_enabled of a replication group to true, and az_mode of a Memcached
    cluster to cross-az.
"""

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TYPES = ("aws_elasticache_replication_group", "aws_elasticache_cluster")
CONTROLS = ("ElastiCache.3",)
LEVEL = "warning"

GROUP = ("multi_az_enabled", "automatic_failover_enabled")
"""What a replication group sets to have its nodes in several zones."""


class CacheSeveralZones(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=__doc__.splitlines()[0],
            id="cache_several_zones",
            categories=[CheckCategories.BACKUP_AND_RECOVERY],
            supported_resources=TYPES,
        )

    def scan_resource_conf(self, conf):
        if self.entity_type == "aws_elasticache_replication_group":
            missing = [name for name in GROUP if str(conf.get(name, [False])[0]).lower() != "true"]
            self.evaluated_keys = missing[:1]
            several = not missing
        else:
            self.evaluated_keys = ["az_mode"]
            alone = str(conf.get("num_cache_nodes", [1])[0]) == "1" or conf.get("engine", [""])[0] != "memcached"
            several = alone or conf.get("az_mode", [""])[0] == "cross-az"
        if several:
            return CheckResult.PASSED
        self.details.append("its nodes may all be in one zone")
        return CheckResult.FAILED


check = CacheSeveralZones()
