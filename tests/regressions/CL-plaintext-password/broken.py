"""A password in the source."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import complete_cluster, new_stack, without
from sound import CLUSTER


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(  # here
        stack, "cluster", **without(CLUSTER, "manage_master_user_password", master_password="Winter-2024-orders")
    )
    complete_cluster(stack, cluster)
