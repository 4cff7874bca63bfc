from stackgate.aws.regions import region_of
from stackgate.aws.wiring import pointed
from stackgate.validator import validator

ROOT = "root_block_device"
IMAGES = {"aws_instance": "ami", "aws_launch_configuration": "image_id"}


@validator(on=("aws_ebs_volume", "aws_instance", "aws_launch_configuration"), controls=("EC2.3",))
def check(resource, graph):
    """A volume of EBS is encrypted, by itself or because the account encrypts each new one.

    A block device that is made of a snapshot is as its snapshot is. What an instance leaves to its launch template, or
    to the encrypted copy of an image, is judged by that.

    Why: Whoever gets hold of an unencrypted volume or its snapshot reads it, and a volume cannot be encrypted
        afterwards.
    Fix: Set encrypted to true, in an instance in root_block_device and in each ebs_block_device; or declare an
        aws_ebs_encryption_by_default for the region.
    """
    if is_default(resource, graph):
        return
    if resource.type == "aws_ebs_volume":
        if not resource.flag("encrypted"):
            yield "encrypted is not true", "encrypted"
        return
    if not resource.blocks(ROOT) and not is_decided_elsewhere(resource, graph):
        yield f"without {ROOT} the root volume is not encrypted", ROOT
    for name in (ROOT, "ebs_block_device"):
        for device in resource.blocks(name):
            if not device.flag("encrypted") and "snapshot_id" not in device and not device.flag("no_device"):
                yield f"encrypted of {name} is not true", f"{name}.encrypted"


def is_default(resource, graph):
    """Whether the document makes encryption the default in the resource's region."""
    return any(
        default.flag("enabled", default=True) and region_of(default, graph) == region_of(resource, graph)
        for default in graph.of_type("aws_ebs_encryption_by_default")
    )


def is_decided_elsewhere(instance, graph):
    """Whether the root volume is left to an encrypted copy of an image, or to a launch template that may encrypt it."""
    image = pointed(graph, instance.peek(IMAGES[instance.type]))
    if image is not None and image.kind == "aws_ami_copy" and image.flag("encrypted"):
        return True
    for used in instance.blocks("launch_template"):
        template = graph.target(used["id"] if "id" in used else used["name"])
        mappings = [] if template is None else template.blocks("block_device_mappings")
        return template is None or any(mapping.block("ebs").flag("encrypted") for mapping in mappings)
    return False
