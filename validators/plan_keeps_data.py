from stackgate.aws.stateful import what_it_holds
from stackgate.validator import CHANGE, validator


@validator(on=CHANGE)
def check(change, graph):
    """A plan neither destroys nor replaces what holds data: databases, streams, queues, buckets, keys, logs, backups.

    Why: What lies in them is gone with them, and no deploy brings it back; what a key has encrypted is unreadable
        without it. One attribute that cannot be changed in place is enough for Terraform to replace a database. What
        is no longer managed lives on, and nobody looks after it.
    Fix: Take back the change that the plan names. To end it knowingly, save the data and accept this finding in a
        waiver for this one address, which goes again after the deploy.
    """
    what = what_it_holds(change.type)
    if what is None or not change.ends:
        return
    if change.actions == ("forget",):
        yield f"{what} would no longer be managed"
    elif change.is_deposed:
        yield f"{what} that an earlier deploy replaced, and kept, would be destroyed"
    elif "create" in change.actions:
        names = change.replaced_for
        because = f" because of {', '.join(names)}" if names else ""
        yield f"{what} would be replaced{because}", names[0] if names else None
    else:
        yield f"{what} would be destroyed"
