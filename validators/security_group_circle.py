from stackgate.validator import validator


@validator(on="aws_security_group")
def check(group, graph):
    """Security groups do not refer to each other in a circle.

    Why: Each of them would have to be there before the other, so Terraform refuses the whole configuration.
    Fix: Take one of the rules out of its group, into an aws_vpc_security_group_ingress_rule or _egress_rule, which is
        made once both groups are there.
    """
    circle = path_back(group, graph)
    if circle:
        yield f"refers to itself through {' -> '.join(circle)}" if circle[1:] else "refers to itself", "ingress"


def path_back(start, graph):
    """The shortest way along references from a resource back to it, as addresses; empty where there is none."""
    waiting, seen = [(start, ())], set()
    for resource, way in waiting:
        for address in dict.fromkeys(reference.target for reference in resource.outgoing):
            if address == start.address:
                return (*way, address)
            target = graph.get(address)
            if target is not None and address not in seen:
                seen.add(address)
                waiting.append((target, (*way, address)))
    return ()
