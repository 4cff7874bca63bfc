from stackgate.aws.databases import instances_of, needs_instances
from stackgate.aws.network import in_several_zones, zone_of
from stackgate.validator import validator


@validator(on="aws_rds_cluster", controls=("RDS.15",), relaxable=True)
def check(cluster, graph):
    """An Aurora cluster has instances in at least two availability zones.

    Why: With one instance a failure of its zone is an outage for as long as AWS needs to make another, with a second
        one elsewhere it is a failover of about half a minute.
    Fix: Add a second aws_rds_cluster_instance. Leave `availability_zone` to AWS, which spreads them, or set another.
    """
    if not needs_instances(cluster):
        return
    instances = instances_of(cluster, graph)
    if len(instances) == 1:
        yield f"its only instance is {instances[0].address}"
    elif instances and all(zone_of(instance) is not None for instance in instances) and not in_several_zones(instances):
        yield f"all its instances are in {zone_of(instances[0])}"
