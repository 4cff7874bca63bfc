"""One instance."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.rds_cluster_instance import RdsClusterInstance
from kit import alarm, new_stack
from sound import CLUSTER, REGION


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)  # here
    RdsClusterInstance(
        stack,
        "instance_a",
        identifier="orders-a-prod",
        cluster_identifier=cluster.id,
        engine="aurora-postgresql",
        instance_class="db.r6g.large",
        availability_zone=f"{REGION}a",
        db_subnet_group_name="platform-data",
    )
    alarm(stack, "database_cpu", "AWS/RDS", "CPUUtilization", DBClusterIdentifier=cluster.cluster_identifier)
