from stackgate.aws.arns import called
from stackgate.aws.programs import told_of
from stackgate.aws.ways_out import endpoints_of, leads_out, missing
from stackgate.aws.wiring import items, pointed
from stackgate.validator import validator

ATTRIBUTE = "vpc_config"


@validator(on="aws_lambda_function")
def check(function, graph):
    """A function in a VPC reaches the services of the resources that it is told of: by a NAT gateway or endpoints.

    Why: A function's network interface never has a public address, in a public subnet neither. Without a way out each
        call to SQS, DynamoDB or another service waits until the function times out.
    Fix: Place the function in subnets whose route table leads to a NAT gateway, make an endpoint for each service that
        it calls (s3 and dynamodb as gateways), or leave vpc_config out where it needs nothing inside the VPC.
    """
    for block in function.blocks(ATTRIBUTE):
        for value in items(block, "subnet_ids"):
            subnet = pointed(graph, value)
            if subnet is None or subnet.kind != "aws_subnet" or leads_out(subnet, graph):
                continue
            services = endpoints_of(subnet, graph)
            needed = sorted({called(resource).service for resource in told_of(function, graph)})
            lacking = missing(services, needed) if services is not None else []
            if lacking:
                yield f"it calls {' and '.join(lacking)}, and {subnet.address} has no way out", ATTRIBUTE
                return
