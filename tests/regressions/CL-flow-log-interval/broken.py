"""Five minutes."""

from cdktf import App
from cdktf_cdktf_provider_aws.flow_log import FlowLog
from kit import new_stack
from sound import ACCOUNT, VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    FlowLog(  # here
        stack,
        "flow_log",
        vpc_id=VPC,
        traffic_type="ALL",
        log_destination_type="s3",
        log_destination=f"arn:aws:s3:::flow-logs-{ACCOUNT}",
        max_aggregation_interval=300,
    )
