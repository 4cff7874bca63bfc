"""The cluster of the failure report: nothing but an engine and a login."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import complete_cluster, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(  # here
        stack,
        "cluster",
        cluster_identifier="streamflix-prod",
        engine="aurora-postgresql",
        engine_version="16.6",
        db_cluster_parameter_group_name="platform-postgresql",
        database_name="streamflix",
        master_username="streamflix",
        manage_master_user_password=True,
        copy_tags_to_snapshot=True,
        iam_database_authentication_enabled=True,
        enabled_cloudwatch_logs_exports=["postgresql"],
        skip_final_snapshot=True,
    )
    complete_cluster(stack, cluster)
