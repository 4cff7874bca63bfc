import re

from stackgate.aws.names import NAMES, segments
from stackgate.validator import validator


@validator(on=NAMES)
def check(resource, graph):
    """A name holds only characters that AWS allows in it, and begins and ends as it must.

    Why: Each service has an alphabet of its own: a bucket takes no capitals, a load balancer no underscore, a database
        no two hyphens in a row. AWS refuses the name at the deploy, and often nothing before it does.
    Fix: Take letters, digits and single hyphens, with a small letter first: every service allows these.
    """
    for attribute, name in NAMES[resource.type].items():
        parts = segments(resource.peek(attribute))
        if not parts or parts == [""] or (parts[0] or "").startswith("arn:"):
            continue
        problem = next((problem for judge in (alphabet, beginning, end) for problem in judge(parts, name)), None)
        if problem:
            yield f"{shown(parts)!r} {problem}", attribute


def shown(parts):
    return "".join("..." if part is None else part for part in parts)


def alphabet(parts, name):
    """A character that the name must not have, in what of it is known."""
    known = [part for part in parts if part]
    if name.suffix and parts[-1] is not None and known:
        known[-1] = known[-1].removesuffix(name.suffix)
    if name.characters:
        wrong = re.findall(f"[^{name.characters.pattern}]", "".join(known))
        if wrong:
            yield f"has {wrong[0]!r}: it may hold {name.characters.words} only"
    if name.never and any(name.never in part for part in known):
        yield f"holds {name.never!r}, which AWS does not take"


def beginning(parts, name):
    head = parts[0]
    if not head:
        return
    if name.begins and not (head.startswith(name.begins) or (len(parts) > 1 and name.begins.startswith(head))):
        yield f"does not begin with {name.begins!r}"
    for reserved in name.reserved:
        if head.startswith(reserved):
            yield f"begins with {reserved!r}, which AWS keeps for itself"
    if name.first and not re.match(f"[{name.first.pattern}]", head):
        yield f"begins with {head[0]!r}: it must begin with {name.first.words}"


def end(parts, name):
    tail = parts[-1]
    if tail and name.last and not re.search(f"[{name.last.pattern}]$", tail):
        yield f"ends with {tail[-1]!r}: it must end with {name.last.words}"
