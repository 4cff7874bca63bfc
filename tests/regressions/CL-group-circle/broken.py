"""Each names the other."""

from cdktf import App
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupEgress, SecurityGroupIngress
from kit import new_stack
from sound import VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    web = SecurityGroup(stack, "web", description="web", vpc_id=VPC, tags={"Name": "web-prod"})  # here: web
    tasks = SecurityGroup(  # here: tasks
        stack,
        "tasks",
        description="tasks",
        vpc_id=VPC,
        tags={"Name": "tasks-prod"},
        ingress=[
            SecurityGroupIngress(
                description="from web", from_port=8080, to_port=8080, protocol="tcp", security_groups=[web.id]
            )
        ],
    )
    out = SecurityGroupEgress(
        description="to tasks", from_port=8080, to_port=8080, protocol="tcp", security_groups=[tasks.id]
    )
    web.put_egress([out])
