from stackgate.validator import CHANGE, validator


@validator(on=CHANGE, relaxable=True)
def check(change, graph):
    """What was changed outside of Terraform is not overwritten unseen.

    Why: Somebody changed it by hand, perhaps in the middle of the night to end an outage, and the deploy would undo it.
    Fix: Take the change over into the stack, or accept this finding in a waiver to undo it.
    """
    planned = graph.making.get(change.address)
    if not change.is_drift or planned is None:
        return
    if change.after is None:
        yield "it was destroyed outside of Terraform, and would be made anew"
        return
    resource = graph.get(change.address)
    for name in change.changed:
        if name == "tags_all" and "tags" in change.changed:
            continue  # the same tags, with those of the provider
        if name in planned.changed and (planned.knows(name) or (resource and name in resource.raw)):
            yield f"{name} was changed outside of Terraform, and would be overwritten", name
