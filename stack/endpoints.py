"""VPC endpoints: the tasks reach AWS without leaving the network."""

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from constructs import Construct

from stack.iam import allow, policy
from stack.settings import Settings

# What the tasks call, and what Fargate calls for them: it pulls the image and writes the log.
SERVICES = ("ecr.api", "ecr.dkr", "kinesis-streams", "logs", "secretsmanager", "sqs")


class Endpoints(Construct):
    """An interface endpoint for each service; a gateway endpoint for S3, where ECR keeps the images' layers.

    Public: `group`, the interface endpoints' security group, and `s3`.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        vpc: Vpc,
        subnets: Sequence[Subnet],
        tables: Sequence[RouteTable],
    ) -> None:
        super().__init__(scope, id_)
        self.group = SecurityGroup(
            self,
            "group",
            name=settings.name("endpoints"),
            description="Interface endpoints of AWS services",
            vpc_id=vpc.id,
            tags=settings.tags("endpoints"),
        )
        for service in SERVICES:
            VpcEndpoint(
                self,
                service.replace(".", "_").replace("-", "_"),
                vpc_id=vpc.id,
                vpc_endpoint_type="Interface",
                service_name=f"com.amazonaws.{settings.region}.{service}",
                private_dns_enabled=True,
                subnet_ids=[subnet.id for subnet in subnets],
                security_group_ids=[self.group.id],
                tags=settings.tags(service.replace(".", "-")),
            )
        # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
        layers = f"arn:aws:s3:::prod-{settings.region}-starport-layer-bucket/*"
        self.s3 = VpcEndpoint(
            self,
            "s3",
            vpc_id=vpc.id,
            vpc_endpoint_type="Gateway",
            service_name=f"com.amazonaws.{settings.region}.s3",
            route_table_ids=[table.id for table in tables],
            policy=policy(allow("PullImageLayers", ("s3:GetObject",), layers, principal="*")),
            tags=settings.tags("s3"),
        )
