"""The same by functions of Terraform."""

from cdktf import App, Fn, TerraformOutput, Token
from cdktf_cdktf_provider_aws.data_aws_availability_zones import DataAwsAvailabilityZones
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.subnet import Subnet
from kit import dead_letters, new_stack, redrive
from sound import KEY, VPC


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    failed = dead_letters(stack)
    queue = SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY, redrive_policy=redrive(failed))
    account = Token.as_string(Fn.element(Fn.split(":", queue.arn), 4))
    TerraformOutput(stack, "account", value=account)
    zones = DataAwsAvailabilityZones(stack, "zones", state="available")
    Subnet(
        stack,
        "first",
        vpc_id=VPC,
        cidr_block="10.0.0.0/24",
        availability_zone=Token.as_string(Fn.element(zones.names, 0)),
        tags={"Name": "first-prod"},
    )
