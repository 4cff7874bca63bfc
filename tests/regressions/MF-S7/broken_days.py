"""Backups that are gone before Monday's fault is found."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import complete_cluster, new_stack, without
from sound import CLUSTER


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **without(CLUSTER, backup_retention_period=3))  # here
    complete_cluster(stack, cluster)
