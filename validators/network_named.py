from stackgate.validator import Block, known, validator


@validator(
    on=(
        "aws_eip",
        "aws_internet_gateway",
        "aws_nat_gateway",
        "aws_network_acl",
        "aws_route_table",
        "aws_security_group",
        "aws_subnet",
        "aws_vpc",
        "aws_vpc_endpoint",
    ),
    guards=("MF-3",),
    level="warning",
)
def check(resource, graph):
    """A network resource carries a Name tag.

    Why: These resources have no name of their own. Without the tag an operator sees a list of ids and cannot tell the
        environments' subnets and gateways apart when it matters. A warning is enough: the network works without it.
    Fix: Set `tags = {"Name": ...}` with the environment's suffix in it; default_tags cannot, they are the same for all.
    """
    tags = known(resource["tags"])
    if not isinstance(tags, Block) or not tags.get("Name"):
        yield "no Name tag", "tags"
