"""Backed up, encrypted, protected."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import CLUSTER, complete_cluster, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)
    complete_cluster(stack, cluster)
