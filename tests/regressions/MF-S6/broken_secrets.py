"""Passwords in the source."""

from cdktf import App, TerraformOutput
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import alarm, new_stack, without
from sound import CLUSTER


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    RdsCluster(  # here
        stack,
        "cluster",
        **without(
            CLUSTER, "manage_master_user_password", master_password="Orders-2024-Winter", engine_mode="serverless"
        ),
    )
    alarm(stack, "database_cpu", "AWS/RDS", "CPUUtilization", DBClusterIdentifier="orders-prod")
    TerraformOutput(stack, "login", value="postgres://orders:Orders-2023-Summer@orders.example.org/orders")
