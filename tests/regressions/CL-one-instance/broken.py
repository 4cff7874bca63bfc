"""One instance."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.rds_cluster_instance import RdsClusterInstance
from kit import alarm, new_stack
from sound import CLUSTER, INSTANCE, REGION


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)  # here
    RdsClusterInstance(
        stack,
        "instance_a",
        identifier="orders-a-prod",
        cluster_identifier=cluster.id,
        availability_zone=f"{REGION}a",
        **INSTANCE,
    )
    alarm(stack, "database_cpu", "AWS/RDS", "CPUUtilization", DBClusterIdentifier=cluster.cluster_identifier)
