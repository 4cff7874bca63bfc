from stackgate.aws.wiring import wired
from stackgate.validator import validator


@validator(on="aws_vpc", controls=("EC2.6",), guards=("MF-S8",), relaxable=True)
def check(vpc, graph):
    """A VPC's traffic is recorded by a flow log.

    Why: After an intrusion, or while a connection fails, the flow log is the only record of who talked to whom.
    Fix: Add an aws_flow_log with the VPC as `vpc_id` and a log group or bucket as destination.
    """
    if not wired(graph, vpc, "vpc_id", "aws_flow_log"):
        yield "no flow log"
