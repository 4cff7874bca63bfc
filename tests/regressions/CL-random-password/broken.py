"""A password made at import."""

import random

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import complete_cluster, new_stack, without
from sound import CLUSTER

PASSWORD = "".join(random.choices("abcdefghijkmnpqrstuvwxyz23456789", k=24))


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(  # here
        stack, "cluster", **without(CLUSTER, "manage_master_user_password", master_password=PASSWORD)
    )
    complete_cluster(stack, cluster)
