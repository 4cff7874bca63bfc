from stackgate.validator import Template, Undecidable, validator

KINDS = {"aws_sqs_queue": "fifo_queue", "aws_sns_topic": "fifo_topic"}
ENDING = ".fifo"
DEDUPLICATION = "content_based_deduplication"


@validator(on=KINDS)
def check(resource, graph):
    """The name of a FIFO queue or topic ends in .fifo, that of any other does not, and no other deduplicates.

    Why: The provider refuses the plan, which no validation reaches: AWS tells the two kinds apart by the name. The
        deduplication by content belongs to FIFO alone.
    Fix: End the name in .fifo, or give a name_prefix, to which the provider adds it; or leave out fifo_queue,
        fifo_topic and content_based_deduplication.
    """
    if not any(name in resource for name in ("name", DEDUPLICATION)):
        return
    kind = KINDS[resource.type]
    if resource.flag(kind):
        if "name" in resource and not ends_as_fifo(resource):
            yield f"{kind} is true, but the name {resource['name']!s} does not end in {ENDING}", "name"
        return
    if resource.flag(DEDUPLICATION):
        yield f"{DEDUPLICATION} is true, but {kind} is not", DEDUPLICATION
    if surely_ends_as_fifo(resource):
        yield f"the name {resource['name']!s} ends in {ENDING}, but {kind} is not true", "name"


def ends_as_fifo(resource):
    name = resource["name"]
    return (name if isinstance(name, Template) else resource.text("name") or "").endswith(ENDING)


def surely_ends_as_fifo(resource):
    """Whether the name of what is no FIFO ends so; one that is made up at the deploy is taken to be right."""
    try:
        return ends_as_fifo(resource)
    except Undecidable:
        return False
