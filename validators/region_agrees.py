import re

from stackgate.aws.containers import containers
from stackgate.aws.regions import region_of
from stackgate.aws.wiring import items
from stackgate.validator import Undecidable, known, validator

ZONES = ("availability_zone", "availability_zones")
ZONE = re.compile(r"[a-z]{2,3}(-[a-z]+)+-\d+(-[a-z]+-\d+)?[a-z]")
SERVICE = re.compile(r"com\.amazonaws\.((?:[a-z]{2,3}(?:-[a-z]+)+-\d+))\..+")


@validator(
    on=(
        "aws_autoscaling_group",
        "aws_db_instance",
        "aws_ebs_volume",
        "aws_ecs_task_definition",
        "aws_instance",
        "aws_rds_cluster",
        "aws_rds_cluster_instance",
        "aws_subnet",
        "aws_vpc_endpoint",
    )
)
def check(resource, graph):
    """A zone, an endpoint's service and a container's log group are looked for in the region of the provider.

    Why: A region that is written out in one place stays behind when the provider's is changed: AWS refuses the zone,
        and a container whose log group is looked for in another region does not start.
    Fix: Take the region from the provider or one setting: `f"{region}a"`, a data source, `aws_vpc.region`.
    """
    region = region_of(resource, graph)
    if region is None:
        return
    for attribute in ZONES:
        for zone in texts(resource, attribute):
            if ZONE.fullmatch(zone) and not re.fullmatch(rf"{region}(-[a-z]+-\d+)?[a-z]", zone):
                yield f"the zone {zone} is not in {region}, the provider's region", attribute
    if resource.type == "aws_vpc_endpoint" and "service_region" not in resource:
        for service in texts(resource, "service_name"):
            found = SERVICE.fullmatch(service)
            if found and found[1] != region:
                yield f"the service is that of {found[1]}, not of {region}, the provider's region", "service_name"
    if resource.type == "aws_ecs_task_definition":
        for logged in log_regions(resource, graph):
            if logged != region:
                yield (
                    f"its log group is made in {region}, but awslogs-region is {logged}",
                    "container_definitions",
                )


def texts(block, attribute):
    """An attribute's text, or texts, where known: what is worked out at the deploy takes the region from somewhere."""
    try:
        return [str(known(value)) for value in items(block, attribute)]
    except Undecidable:
        return []


def log_regions(task, graph):
    """The regions that containers write to, of those whose log group is one of the document's."""
    for container in containers(task):
        logging = container.block("logConfiguration")
        options = logging.block("options")
        group = options.peek("awslogs-group")
        if group is None:
            continue
        try:
            made_here = graph.meant(group, "aws_cloudwatch_log_group") is not None
        except Undecidable:
            continue
        if made_here:
            yield from texts(options, "awslogs-region")
