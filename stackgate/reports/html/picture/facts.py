"""What a picture needs to know of the resources: who hosts, who contains, which part each plays, how each came out."""

from __future__ import annotations

from collections.abc import Sequence

from stackgate.evidence import SeenResource
from stackgate.finding import Verdict
from stackgate.reports.html.picture.links import SUBNET_TYPES, VPC_TYPES, Links
from stackgate.reports.html.picture.membership import homes_of, tiers_of
from stackgate.reports.html.picture.roles import Role, role_of
from stackgate.reports.html.picture.satellites import hosts_of
from stackgate.reports.html.picture.standing import standings

_ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")


class Facts:
    """What is told of the resources of a verdict's evidence; each is named by its number there.

    `roots` are drawn for themselves, `satellites` on their host. `vpcs` and `subnets` are those drawn as frames.
    """

    def __init__(self, verdict: Verdict) -> None:
        assert verdict.evidence is not None
        self.resources: Sequence[SeenResource] = verdict.evidence.resources
        self.links = Links(self.resources)
        self.standings = standings(verdict)
        self.hosts = hosts_of(self.links)
        self.homes = homes_of(self.links)
        self.tiers = tiers_of(self.links)
        self.roots = [index for index, host in enumerate(self.hosts) if host == index]
        self.satellites: dict[int, list[int]] = {}
        for index, host in enumerate(self.hosts):
            if host != index:
                self.satellites.setdefault(host, []).append(index)
        inhabited = {home.vpc for index, home in enumerate(self.homes) if home and home.vpc != index}
        types, is_data = self.links.types, self.links.is_data
        self.vpcs = {
            index for index in self.roots if types[index] in VPC_TYPES and (index in inhabited or not is_data[index])
        }
        self.subnets = {index for index in self.roots if types[index] in SUBNET_TYPES}
        self.zones = {index: zone for index in self.subnets if (zone := self.resources[index].zone)}
        self.roles = [self._role(index) for index in range(len(types))]

    def kind(self, index: int) -> str:
        """The resource's type, with the prefix `data.` for a data source."""
        return f"data.{self.links.types[index]}" if self.links.is_data[index] else self.links.types[index]

    def stack(self, index: int) -> str:
        """The name of the resource's stack."""
        return self.resources[index].stack or "stack"

    def vpc_of(self, index: int) -> int | None:
        """The VPC that a resource lives in, or is; -1 for one of another document."""
        home = self.homes[index]
        return home.vpc if home and (home.vpc < 0 or home.vpc in self.vpcs) else None

    def subnet_of(self, index: int) -> int | None:
        """The one subnet that a resource lives in, or is; None where there are several."""
        home = self.homes[index]
        return next(iter(home.subnets)) if home and len(home.subnets) == 1 else None

    def _role(self, index: int) -> Role:
        kind = self.links.types[index]
        if self.links.is_data[index] and self.homes[index]:
            return "network"
        if kind == "aws_sns_topic" and any(
            self.links.types[source] in _ALARMS for source in self.links.incoming[index]
        ):
            return "monitoring"
        return role_of(kind, self.links.is_data[index])
