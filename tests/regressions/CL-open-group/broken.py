"""Everybody may come in."""

from cdktf import App
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupIngress
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from kit import new_stack
from sound import GROUP, VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    ssh = SecurityGroupIngress(description="ssh", from_port=22, to_port=22, protocol="tcp", cidr_blocks=["0.0.0.0/0"])
    SecurityGroup(  # here: group
        stack, "bastion", description="bastion", vpc_id=VPC, tags={"Name": "bastion-prod"}, ingress=[ssh]
    )
    VpcSecurityGroupIngressRule(  # here: rule
        stack,
        "database",
        description="postgresql",
        security_group_id=GROUP,
        ip_protocol="tcp",
        from_port=5432,
        to_port=5432,
        cidr_ipv4="0.0.0.0/0",
    )
