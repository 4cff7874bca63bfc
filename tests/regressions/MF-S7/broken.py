"""A day of backups, and no windows."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import complete_cluster, new_stack, without
from sound import CLUSTER


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(  # here
        stack,
        "cluster",
        **without(
            CLUSTER,
            "preferred_backup_window",
            "preferred_maintenance_window",
            "copy_tags_to_snapshot",
            "storage_encrypted",
            "kms_key_id",
            "deletion_protection",
            "final_snapshot_identifier",
            backup_retention_period=1,
            skip_final_snapshot=True,
        ),
    )
    complete_cluster(stack, cluster)
