"""A security group rule of nulls."""

from cdktf import App
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from kit import new_stack
from sound import VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    SecurityGroup(  # here
        stack,
        "web",
        description="web",
        vpc_id=VPC,
        tags={"Name": "web-prod"},
        ingress=[
            {
                "description": "https",
                "from_port": 443,
                "to_port": 443,
                "protocol": "tcp",
                "cidr_blocks": ["10.0.0.0/16"],
            }
        ],
    )
