"""A public address."""

from cdktf import App
from cdktf_cdktf_provider_aws.db_instance import DbInstance
from kit import alarm, new_stack
from sound import KEY, MONITORING_ROLE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    DbInstance(  # here
        stack,
        "database",
        identifier="orders-prod",
        engine="postgres",
        engine_version="16.6",
        instance_class="db.m6g.large",
        allocated_storage=100,
        username="orders",
        manage_master_user_password=True,
        db_subnet_group_name="platform-data",
        parameter_group_name="platform-postgresql",
        performance_insights_enabled=True,
        performance_insights_kms_key_id=KEY,
        monitoring_interval=60,
        monitoring_role_arn=MONITORING_ROLE,
        storage_encrypted=True,
        kms_key_id=KEY,
        backup_retention_period=14,
        backup_window="03:00-04:00",
        maintenance_window="sun:04:30-sun:05:30",
        deletion_protection=True,
        final_snapshot_identifier="orders-prod-final",
        copy_tags_to_snapshot=True,
        iam_database_authentication_enabled=True,
        enabled_cloudwatch_logs_exports=["postgresql"],
        publicly_accessible=True,
        multi_az=True,
    )
    alarm(stack, "database_cpu", "AWS/RDS", "CPUUtilization", DBInstanceIdentifier="orders-prod")
