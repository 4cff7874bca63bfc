"""The VPC: two zones, each with a public and a private subnet, and a way out."""

from ipaddress import IPv4Network

from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup
from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from constructs import Construct

from stack.settings import Settings

ANYWHERE = "0.0.0.0/0"


class Network(Construct):
    """Subnets and routes.

    Public: `vpc`, `private_subnets` and `private_tables`, one of each a zone. The subnets are sixteenths of the
    network: first the public ones, then the private ones. Only NAT gateways stand in the public subnets.
    """

    def __init__(self, scope: Construct, id_: str, *, settings: Settings) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        self.vpc = Vpc(
            self,
            "vpc",
            cidr_block=settings.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=settings.tags("vpc"),
        )
        # Without rules: what is attached to it by mistake reaches nothing.
        DefaultSecurityGroup(self, "default", vpc_id=self.vpc.id, tags=settings.tags("default"))

        letters = [zone[-1] for zone in settings.zones]
        blocks = [str(block) for block in IPv4Network(settings.cidr).subnets(prefixlen_diff=4)]
        public = [
            self._subnet(f"public_{letter}", zone, block)
            for letter, zone, block in zip(letters, settings.zones, blocks, strict=False)
        ]
        self.private_subnets = [
            self._subnet(f"private_{letter}", zone, block)
            for letter, zone, block in zip(letters, settings.zones, blocks[len(public) :], strict=False)
        ]

        internet = InternetGateway(self, "internet", vpc_id=self.vpc.id, tags=settings.tags("internet"))
        outward = self._table("public")
        Route(
            self,
            "public_internet",
            route_table_id=outward.id,
            destination_cidr_block=ANYWHERE,
            gateway_id=internet.id,
        )
        for letter, subnet in zip(letters, public, strict=True):
            RouteTableAssociation(self, f"public_{letter}_association", subnet_id=subnet.id, route_table_id=outward.id)

        gateways = [
            self._gateway(f"nat_{letter}", subnet, internet)
            for letter, subnet in zip(letters[: settings.nat_gateways], public, strict=False)
        ]
        self.private_tables = []
        for index, (letter, subnet) in enumerate(zip(letters, self.private_subnets, strict=True)):
            table = self._table(f"private_{letter}")
            RouteTableAssociation(self, f"private_{letter}_association", subnet_id=subnet.id, route_table_id=table.id)
            Route(
                self,
                f"private_{letter}_nat",
                route_table_id=table.id,
                destination_cidr_block=ANYWHERE,
                nat_gateway_id=gateways[index % len(gateways)].id,
            )
            self.private_tables.append(table)

    def _tags(self, id_: str) -> dict[str, str]:
        return self._settings.tags(id_.replace("_", "-"))

    def _subnet(self, id_: str, zone: str, block: str) -> Subnet:
        return Subnet(
            self,
            id_,
            vpc_id=self.vpc.id,
            availability_zone=zone,
            cidr_block=block,
            map_public_ip_on_launch=False,
            tags=self._tags(id_),
        )

    def _table(self, id_: str) -> RouteTable:
        return RouteTable(self, f"{id_}_table", vpc_id=self.vpc.id, tags=self._tags(id_))

    def _gateway(self, id_: str, subnet: Subnet, internet: InternetGateway) -> NatGateway:
        address = Eip(self, f"{id_}_address", domain="vpc", tags=self._tags(id_), depends_on=[internet])
        return NatGateway(
            self,
            id_,
            subnet_id=subnet.id,
            allocation_id=address.id,
            tags=self._tags(id_),
            # A NAT gateway fails to start in a VPC whose internet gateway is not attached yet.
            depends_on=[internet],
        )
