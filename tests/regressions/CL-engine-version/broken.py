"""A version that was never offered."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import complete_cluster, new_stack, without
from sound import CLUSTER


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **without(CLUSTER, engine_version="99.9"))  # here
    complete_cluster(stack, cluster)
