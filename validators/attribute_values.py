from stackgate.aws.allowed import allowed, as_number, types
from stackgate.aws.containers import containers
from stackgate.aws.wiring import items
from stackgate.validator import Reference, Undecidable, known, validator


@validator(on=types())
def check(resource, graph):
    """An attribute that takes one of AWS's words, or a number of a range, has one that AWS knows.

    Why: AWS refuses any other at the deploy, with half of the stack made. `terraform validate` knows some of these
    words and numbers, of its own version of the provider; many attributes it passes on unread.
    Fix: Take the value from the message. AWS's model of the service, which boto3 and the API reference are made from,
    lists what there is.
    """
    undecided = None
    for path, takes in allowed(resource.type).items():
        if path[0] not in resource.raw and "dynamic" not in resource.raw:
            continue
        try:
            for block in blocks(resource, path[:-1]):
                yield from (
                    (f"{'.'.join(path[1:])} {problem}".strip(), path[0]) for problem in wrong(block, path, takes)
                )
        except Undecidable as undecidable:
            undecided = undecided or undecidable
    if undecided:
        raise undecided


def blocks(resource, path):
    """The blocks in which an attribute of this path may stand."""
    found = [resource]
    for name in path:
        is_json = name == "container_definitions"
        found = [inner for block in found for inner in (containers(block) if is_json else block.blocks(name))]
    return found


def wrong(block, path, takes):
    for written in items(block, path[-1]):
        if isinstance(written, Reference) or written == "":  # another resource's value is judged where it stands
            continue
        value = known(written)
        problem = takes.problem(value)
        yield from [problem] if problem else beside(block, value, takes)


def beside(block, value, takes):
    """What is wrong with a number beside another of its block."""
    for name, is_wrong, words in (
        (takes.below, float.__ge__, "is not below"),
        (takes.not_above, float.__gt__, "is above"),
    ):
        other = name and block[name]
        if other is None or isinstance(other, Reference):
            continue
        mine, its = as_number(value), as_number(known(other))
        if mine is not None and its is not None and is_wrong(mine, its):
            yield f"{mine:g} {words} {name} {its:g}"
