from stackgate.aws.names import NAMES, segments
from stackgate.validator import validator


@validator(on=NAMES)
def check(resource, graph):
    """A name is as long as AWS allows, and no longer.

    Why: A project, a component and an environment soon make more than the 32 characters that a load balancer may have;
        AWS refuses the name.
    Fix: Shorten the parts that the name is made of, the longest environment's name included.
    """
    for attribute, name in NAMES[resource.type].items():
        parts = segments(resource.peek(attribute))
        if not parts:
            continue
        is_whole = None not in parts
        length = sum(len(part or "") for part in parts)
        if length > name.longest and not is_arn(parts):
            about = "" if is_whole else "at least "
            yield f"{about}{length} characters, and no more than {name.longest} are allowed", attribute
        elif is_whole and 0 < length < name.shortest:
            yield f"{length} characters, and no fewer than {name.shortest} are allowed", attribute


def is_arn(parts):
    """Whether an ARN stands for the name, as it may for that of a function."""
    return (parts[0] or "").startswith("arn:")
