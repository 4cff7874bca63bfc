"""A cluster alone."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import alarm, new_stack
from sound import CLUSTER


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)  # here
    alarm(stack, "database_cpu", "AWS/RDS", "CPUUtilization", DBClusterIdentifier=cluster.cluster_identifier)
