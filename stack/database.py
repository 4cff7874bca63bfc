"""The Aurora PostgreSQL database, Serverless v2."""

from collections.abc import Sequence

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.db_subnet_group import DbSubnetGroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster, RdsClusterServerlessv2ScalingConfiguration
from cdktf_cdktf_provider_aws.rds_cluster_instance import RdsClusterInstance
from cdktf_cdktf_provider_aws.rds_cluster_parameter_group import (
    RdsClusterParameterGroup,
    RdsClusterParameterGroupParameter,
)
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.subnet import Subnet
from constructs import Construct

from stack.access import POSTGRESQL
from stack.iam import trust
from stack.logs import log_group
from stack.settings import Settings

ENGINE = "aurora-postgresql"
PARAMETERS = {
    "log_connections": "1",
    "log_disconnections": "1",
    "log_min_duration_statement": "1000",
    "log_statement": "ddl",
    "rds.force_ssl": "1",
}


class Database(Construct):
    """A cluster with an instance in each zone.

    Public: `cluster`; `secret_arn`, of the master user's secret, which RDS makes and rotates; `user`, the database
    user that the tasks connect as with an IAM token.
    """

    user = "streamflix_worker"

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        subnets: Sequence[Subnet],
        group: SecurityGroup,
        key: KmsKey,
        log_key: KmsKey,
    ) -> None:
        super().__init__(scope, id_)
        name = settings.name("database")
        # RDS would make the log group itself, without our key and kept for ever.
        log = log_group(self, "log", f"/aws/rds/cluster/{name}/postgresql", settings=settings, key=log_key)
        self.cluster = RdsCluster(
            self,
            "cluster",
            cluster_identifier=name,
            engine=ENGINE,
            engine_mode="provisioned",  # Serverless v2 is a class of instance; "serverless" is version 1
            engine_version=settings.database_engine_version,
            database_name="streamflix",
            port=POSTGRESQL,
            master_username="streamflix",
            manage_master_user_password=True,
            master_user_secret_kms_key_id=key.arn,
            iam_database_authentication_enabled=True,
            serverlessv2_scaling_configuration=RdsClusterServerlessv2ScalingConfiguration(
                min_capacity=settings.database_min_acu, max_capacity=settings.database_max_acu
            ),
            storage_encrypted=True,
            kms_key_id=key.arn,
            db_subnet_group_name=self._subnet_group(settings, subnets).name,
            vpc_security_group_ids=[group.id],
            db_cluster_parameter_group_name=self._parameters(settings).name,
            backup_retention_period=settings.backup_days,
            preferred_backup_window="02:00-03:00",
            preferred_maintenance_window="sun:04:00-sun:05:00",
            copy_tags_to_snapshot=True,
            deletion_protection=settings.deletion_protection,
            skip_final_snapshot=not settings.deletion_protection,
            final_snapshot_identifier=settings.name("database-final") if settings.deletion_protection else None,
            apply_immediately=False,
            enabled_cloudwatch_logs_exports=["postgresql"],
            tags=settings.tags("database"),
            depends_on=[log],
        )
        self.secret_arn = self.cluster.master_user_secret.get(0).secret_arn
        self._instances(settings, key)

    def _instances(self, settings: Settings, key: KmsKey) -> None:
        role = IamRole(
            self,
            "monitoring",
            name=settings.name("database-monitoring"),
            assume_role_policy=trust("monitoring.rds.amazonaws.com", account=settings.account),
            tags=settings.tags("database-monitoring"),
        )
        rights = IamRolePolicyAttachment(
            self,
            "monitoring_rights",
            role=role.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
        )
        for zone in settings.zones:
            part = f"database-{zone[-1]}"
            RdsClusterInstance(
                self,
                f"instance_{zone[-1]}",
                identifier=settings.name(part),
                cluster_identifier=self.cluster.id,
                availability_zone=zone,
                engine=ENGINE,
                instance_class="db.serverless",
                # Tier 0 and 1 scale with the writer, so each instance can take over at its size.
                promotion_tier=1,
                publicly_accessible=False,
                # AWS patches in the maintenance window; the setting of the engine's version has to follow.
                auto_minor_version_upgrade=True,
                apply_immediately=False,
                copy_tags_to_snapshot=True,
                performance_insights_enabled=True,
                performance_insights_kms_key_id=key.arn,
                monitoring_interval=60,
                monitoring_role_arn=role.arn,
                tags=settings.tags(part),
                depends_on=[rights],
            )

    def _subnet_group(self, settings: Settings, subnets: Sequence[Subnet]) -> DbSubnetGroup:
        return DbSubnetGroup(
            self,
            "subnets",
            name=settings.name("database"),
            description="Private subnets",
            subnet_ids=[subnet.id for subnet in subnets],
            tags=settings.tags("database"),
        )

    def _parameters(self, settings: Settings) -> RdsClusterParameterGroup:
        major = settings.database_engine_version.split(".")[0]
        return RdsClusterParameterGroup(
            self,
            "parameters",
            name=settings.name(f"database-{major}"),
            description="TLS only; slow statements, connections and changes of the schema are logged",
            family=f"{ENGINE}{major}",
            parameter=[RdsClusterParameterGroupParameter(name=name, value=value) for name, value in PARAMETERS.items()],
            tags=settings.tags("database"),
            # The next major version's group has to stand before the cluster lets go of this one.
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
