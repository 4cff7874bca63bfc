"""Who may connect to whom: the tasks to the database and the endpoints, and nobody else to anything."""

from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

from stack.settings import Settings

HTTPS = 443
POSTGRESQL = 5432


class Access(Construct):
    """Public: the security groups `tasks` and `database`."""

    def __init__(
        self, scope: Construct, id_: str, *, settings: Settings, vpc: Vpc, endpoints: SecurityGroup, s3: VpcEndpoint
    ) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        self.tasks = self._group("tasks", "Tasks of the worker service", vpc)
        self.database = self._group("database", "Database, reached by the tasks alone", vpc)
        self._connect("database", self.database, POSTGRESQL)
        self._connect("endpoints", endpoints, HTTPS)
        VpcSecurityGroupEgressRule(
            self,
            "tasks_to_s3",
            security_group_id=self.tasks.id,
            description="Image layers",
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            prefix_list_id=s3.prefix_list_id,
            tags=settings.tags("tasks-to-s3"),
        )

    def _group(self, id_: str, description: str, vpc: Vpc) -> SecurityGroup:
        return SecurityGroup(
            self,
            id_,
            name=self._settings.name(id_),
            description=description,
            vpc_id=vpc.id,
            tags=self._settings.tags(id_),
        )

    def _connect(self, name: str, target: SecurityGroup, port: int) -> None:
        """Opens `port` of the target to the tasks, on both sides."""
        VpcSecurityGroupEgressRule(
            self,
            f"tasks_to_{name}",
            security_group_id=self.tasks.id,
            description=f"To the {name}",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            referenced_security_group_id=target.id,
            tags=self._settings.tags(f"tasks-to-{name}"),
        )
        VpcSecurityGroupIngressRule(
            self,
            f"{name}_from_tasks",
            security_group_id=target.id,
            description="From the tasks",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            referenced_security_group_id=self.tasks.id,
            tags=self._settings.tags(f"{name}-from-tasks"),
        )
