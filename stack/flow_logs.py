"""Flow logs: what the VPC let in and out."""

from cdktf_cdktf_provider_aws.flow_log import FlowLog
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.vpc import Vpc
from constructs import Construct

from stack.iam import allow, policy, trust
from stack.logs import log_group
from stack.settings import Settings


class FlowLogs(Construct):
    """All traffic of the VPC, logged to an encrypted log group."""

    def __init__(self, scope: Construct, id_: str, *, settings: Settings, vpc: Vpc, key: KmsKey) -> None:
        super().__init__(scope, id_)
        group = log_group(self, "group", f"/{settings.name('flow-logs')}", settings=settings, key=key)
        role = IamRole(
            self,
            "role",
            name=settings.name("flow-logs"),
            assume_role_policy=trust(
                "vpc-flow-logs.amazonaws.com",
                account=settings.account,
                source=settings.arn("ec2", "vpc-flow-log/*"),
            ),
            tags=settings.tags("flow-logs"),
        )
        rights = IamRolePolicy(
            self,
            "rights",
            name=settings.name("flow-logs"),
            role=role.id,
            policy=policy(
                allow(
                    "WriteTheLog",
                    ("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
                    [group.arn, f"{group.arn}:*"],
                )
            ),
        )
        FlowLog(
            self,
            "traffic",
            vpc_id=vpc.id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            tags=settings.tags("flow-logs"),
            depends_on=[rights],
        )
