"""Only those who call."""

from cdktf import App
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupIngress
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from kit import new_stack
from sound import GROUP, VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    ssh = SecurityGroupIngress(
        description="ssh", from_port=22, to_port=22, protocol="tcp", cidr_blocks=["203.0.113.0/24"]
    )
    SecurityGroup(stack, "bastion", description="bastion", vpc_id=VPC, tags={"Name": "bastion-prod"}, ingress=[ssh])
    VpcSecurityGroupIngressRule(
        stack,
        "database",
        description="postgresql",
        security_group_id=GROUP,
        ip_protocol="tcp",
        from_port=5432,
        to_port=5432,
        cidr_ipv4="10.0.0.0/16",
    )
