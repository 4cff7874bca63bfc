from stackgate.aws.stateful import what_it_holds
from stackgate.validator import CHANGE, validator


@validator(on=CHANGE, level="warning")
def check(change, graph):
    """A plan tells what it destroys of what the document no longer declares.

    Why: A construct that was taken out, or renamed, is destroyed where others still use it. It is only a warning,
        because to take out what is no longer needed is everyday work; what holds data is plan_keeps_data's.
    Fix: Look whether it is meant. Where a construct was only renamed or moved, say so with `moveTo` or a `moved` block.
    """
    if change.is_declared or what_it_holds(change.type) is not None:
        return
    if change.ends and not change.makes:
        verb = "would no longer be managed" if change.actions == ("forget",) else "would be destroyed"
        yield f"the document no longer declares it: it {verb}"
