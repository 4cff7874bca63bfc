"""The network of a unit: a VPC of two zones with public and private subnets, its way out, and its flow log."""

from __future__ import annotations

from tests.bench.sample.unit import REGION, Resource, Unit, statement

ZONES = "ab"


class Network:
    """Adds it; the `vpc` and the `private` subnets are for the others."""

    def __init__(self, unit: Unit, keys: dict[str, Resource]) -> None:
        self._range = f"10.{unit.number % 256}"
        self.vpc = unit.add(
            "aws_vpc",
            "network/vpc",
            cidr_block=f"{self._range}.0.0/16",
            enable_dns_hostnames=True,
            enable_dns_support=True,
            **unit.tags("vpc"),
        )
        unit.add("aws_default_security_group", "network/default", vpc_id=self.vpc.id, **unit.tags("default"))
        internet = unit.add("aws_internet_gateway", "network/internet", vpc_id=self.vpc.id, **unit.tags("internet"))
        public = self._tier(unit, "public", 0, {"gateway_id": internet.id})
        after = {"depends_on": [internet.address], **unit.tags("nat")}
        address = unit.add("aws_eip", "network/nat_address", domain="vpc", **after)
        nat = unit.add("aws_nat_gateway", "network/nat", allocation_id=address.id, subnet_id=public[0].id, **after)
        self.private = self._tier(unit, "private", 32, {"nat_gateway_id": nat.id})
        self._flow_log(unit, keys)

    def _tier(self, unit: Unit, tier: str, third: int, way: dict[str, str]) -> list[Resource]:
        table = unit.add("aws_route_table", f"network/{tier}_table", vpc_id=self.vpc.id, **unit.tags(tier))
        everywhere = {"destination_cidr_block": "0.0.0.0/0", **way}
        unit.add("aws_route", f"network/{tier}_way", route_table_id=table.id, **everywhere)
        subnets = []
        for position, zone in enumerate(ZONES):
            subnet = unit.add(
                "aws_subnet",
                f"network/{tier}_{zone}",
                vpc_id=self.vpc.id,
                availability_zone=f"{REGION}{zone}",
                cidr_block=f"{self._range}.{third + 16 * position}.0/20",
                map_public_ip_on_launch=False,
                **unit.tags(f"{tier}-{zone}"),
            )
            ends = {"route_table_id": table.id, "subnet_id": subnet.id}
            unit.add("aws_route_table_association", f"network/{tier}_{zone}_association", **ends)
            subnets.append(subnet)
        return subnets

    def _flow_log(self, unit: Unit, keys: dict[str, Resource]) -> None:
        group = unit.log("flow_logs/group", f"/{unit.name}/flow-logs-prod", keys["logs"])
        writing = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        write = statement("WriteTheLog", writing, group.arn, f"{group.arn}:*")
        role, rights = unit.role("flow_logs/role", "vpc-flow-logs.amazonaws.com", write)
        unit.add(
            "aws_flow_log",
            "flow_logs/traffic",
            vpc_id=self.vpc.id,
            iam_role_arn=role.arn,
            log_destination=group.arn,
            log_destination_type="cloud-watch-logs",
            traffic_type="ALL",
            depends_on=[rights.address],
            **unit.tags("flow-logs"),
        )
