"""The database of a unit: an Aurora PostgreSQL cluster in its private subnets."""

from __future__ import annotations

from tests.bench.sample.network import Network
from tests.bench.sample.unit import Resource, Unit

_PARAMETERS = {"log_min_duration_statement": "1000", "log_statement": "ddl", "rds.force_ssl": "1"}


class Database:
    """Adds it; the `cluster` and its security `group` are for the service."""

    def __init__(self, unit: Unit, keys: dict[str, Resource], network: Network) -> None:
        self.group = unit.add(
            "aws_security_group",
            "database/group",
            vpc_id=network.vpc.id,
            description="Database, reached by the tasks alone",
            **unit.named("database"),
        )
        postgresql = f"/aws/rds/cluster/{unit.name}-database-prod/postgresql"
        log = unit.log("database/log", postgresql, keys["logs"])
        private = {"subnet_ids": [subnet.id for subnet in network.private], "description": "Private subnets"}
        subnets = unit.add("aws_db_subnet_group", "database/subnets", **private, **unit.named("database"))
        parameters = unit.add(
            "aws_rds_cluster_parameter_group",
            "database/parameters",
            description="TLS only; slow statements and changes of the schema are logged",
            family="aurora-postgresql16",
            parameter=[{"name": name, "value": value} for name, value in _PARAMETERS.items()],
            **unit.named("database"),
        )
        self.cluster = unit.add(
            "aws_rds_cluster",
            "database/cluster",
            cluster_identifier=f"{unit.name}-database-prod",
            engine="aurora-postgresql",
            engine_mode="provisioned",
            engine_version="16.6",
            database_name="records",
            port=5432,
            master_username="records",
            manage_master_user_password=True,
            master_user_secret_kms_key_id=keys["data"].arn,
            iam_database_authentication_enabled=True,
            storage_encrypted=True,
            kms_key_id=keys["data"].arn,
            backup_retention_period=30,
            preferred_backup_window="02:00-03:00",
            preferred_maintenance_window="sun:04:00-sun:05:00",
            copy_tags_to_snapshot=True,
            deletion_protection=True,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{unit.name}-database-final-prod",
            enabled_cloudwatch_logs_exports=["postgresql"],
            db_subnet_group_name=subnets.name,
            db_cluster_parameter_group_name=parameters.name,
            vpc_security_group_ids=[self.group.id],
            serverlessv2_scaling_configuration={"min_capacity": 2, "max_capacity": 16},
            depends_on=[log.address],
            **unit.tags("database"),
        )
        for zone in "ab":
            unit.add(
                "aws_rds_cluster_instance",
                f"database/instance_{zone}",
                cluster_identifier=self.cluster.id,
                identifier=f"{unit.name}-database-{zone}-prod",
                engine="aurora-postgresql",
                instance_class="db.serverless",
                auto_minor_version_upgrade=True,
                performance_insights_enabled=True,
                performance_insights_kms_key_id=keys["data"].arn,
                publicly_accessible=False,
                **unit.tags(f"database-{zone}"),
            )
