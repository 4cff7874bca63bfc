"""Rules of their own."""

from cdktf import App
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from kit import new_stack
from sound import VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    web = SecurityGroup(stack, "web", description="web", vpc_id=VPC, tags={"Name": "web-prod"})
    tasks = SecurityGroup(stack, "tasks", description="tasks", vpc_id=VPC, tags={"Name": "tasks-prod"})
    ports = {"ip_protocol": "tcp", "from_port": 8080, "to_port": 8080}
    VpcSecurityGroupIngressRule(
        stack,
        "into_tasks",
        description="from web",
        security_group_id=tasks.id,
        referenced_security_group_id=web.id,
        **ports,
    )
    VpcSecurityGroupEgressRule(
        stack,
        "out_of_web",
        description="to tasks",
        security_group_id=web.id,
        referenced_security_group_id=tasks.id,
        **ports,
    )
