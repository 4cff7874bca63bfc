from stackgate.aws.wiring import pointed
from stackgate.validator import validator

ATTRIBUTE = "metadata_options.http_tokens"
IMAGES = ("ami", "image_id")
AMAZON_LINUX_2023 = ("al2023-", "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-")
"""How names of images begin whose instances ask for tokens by themselves."""


@validator(
    on=("aws_instance", "aws_launch_configuration", "aws_launch_template", "aws_spot_instance_request"),
    controls=("EC2.8",),
)
def check(instance, graph):
    """An instance's metadata service answers only who shows a token, as its version 2 does.

    What says nothing is judged by what decides then: the launch template, the account's default
    (aws_ec2_instance_metadata_defaults), an image of Amazon Linux 2023.

    Why: Version 1 hands the credentials of the instance's role to whoever can make a program there fetch an address.
    Fix: Set http_tokens to required in metadata_options.
    """
    options = instance.block("metadata_options")
    if options.text("http_endpoint") == "disabled":
        return
    tokens = options.text("http_tokens")
    if tokens is None and not is_decided_elsewhere(instance, graph):
        yield "http_tokens is not set, so tokens are optional", ATTRIBUTE
    elif tokens is not None and tokens != "required":
        yield f"http_tokens is {tokens}", ATTRIBUTE


def is_decided_elsewhere(instance, graph):
    if any(instance.blocks("launch_template")) or is_new_image(instance, graph):
        return True
    defaults = graph.of_type("aws_ec2_instance_metadata_defaults")
    return any(default.text("http_tokens") == "required" for default in defaults)


def is_new_image(instance, graph):
    """Whether all images that may be started are of Amazon Linux 2023, by their name or the filter that finds them."""
    image = next((instance.peek(name) for name in IMAGES if name in instance), None)
    source = pointed(graph, image)
    if source is None or source.kind != "data.aws_ami":
        return str(image).startswith(AMAZON_LINUX_2023)
    by_name = [block for block in source.blocks("filter") if block.text("name") == "name"]
    names = [str(name) for block in by_name for name in block.values("values")]
    return bool(names) and all(name.startswith(AMAZON_LINUX_2023) for name in names)
