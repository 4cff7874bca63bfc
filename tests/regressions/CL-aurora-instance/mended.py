"""Two instances."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import complete_cluster, new_stack
from sound import CLUSTER


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)
    complete_cluster(stack, cluster)
