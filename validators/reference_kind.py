from stackgate.aws.reference_kinds import ID_IS_NO_ARN, LITERAL_ARNS, what_is_taken
from stackgate.validator import ANY, Block, Reference, Template, validator

NO_ARN = frozenset({"bucket", "dns_name", "family", "function_name", "key_id", "name", "queue_url", "url"})
FREE_KEYS = frozenset({"dimensions", "environment", "parameters", "tags", "tags_all", "triggers", "variables"})
"""Maps whose keys the author chooses."""


@validator(on=ANY)
def check(resource, graph):
    """An attribute that takes an id is given an id, one that takes an ARN an ARN, and so with names and URLs.

    Why: Both are strings, so `terraform validate` and a plan are content; AWS refuses the wrong one at the deploy, or
        a policy attachment or an alarm's action points to nothing.
    Fix: Refer to `.id`, `.arn` or `.name` of the same resource, whichever the attribute takes.
    """
    if resource.type.startswith("aws_"):
        yield from wrong(resource, resource.type, "")


def wrong(block, kind, path):
    for name, value in block.items():
        here = f"{path}.{name}" if path else name
        values = value if isinstance(value, list) else [value]
        taken = what_is_taken(kind, here)
        first = (
            next((problem for item in values if (problem := problem_of(item, taken, here))), None) if taken else None
        )
        if first:
            yield first, here
        if name not in FREE_KEYS:
            for item in values:
                if isinstance(item, Block):
                    yield from wrong(item, kind, here)


def problem_of(value, taken, path):
    if taken == "a URL":
        is_wrong = is_arn(value) or (isinstance(value, Reference) and value.attribute == "name")
        return f"takes a URL, which {value!s} is not" if is_wrong else None
    if taken == "an ARN":
        return f"takes an ARN, which {value!s} is not" if is_no_arn(value, path.rsplit(".", 1)[-1]) else None
    return f"takes {taken}, not the ARN {value}" if is_arn(value) else None


def is_arn(value):
    if isinstance(value, Reference):
        return value.attribute == "arn"
    beginning = value.parts[0] if isinstance(value, Template) else value
    return isinstance(beginning, str) and beginning.startswith("arn:")


def is_no_arn(value, name):
    if isinstance(value, Reference):
        kind = value.target.removeprefix("data.").split(".")[0]
        return value.attribute in NO_ARN or (value.attribute == "id" and kind in ID_IS_NO_ARN)
    return isinstance(value, str) and name.endswith(LITERAL_ARNS) and value != "" and not value.startswith("arn:")
