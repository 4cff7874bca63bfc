from stackgate.aws.stateful import what_it_holds
from stackgate.validator import CHANGE, validator


@validator(on=CHANGE)
def check(change, graph):
    """A plan does what its document says: it makes and changes nothing else, and destroys nothing that is declared.

    Why: What the document does not declare was judged by no rule. It comes from a file that lies beside the document,
        or the plan was made from another one, or from another folder. A plan that destroys what the document declares
        was made to take the stack down.
    Fix: Make the plan from the judged document alone, in a folder where nothing else lies. Take a stack down by hand,
        not by a deploy.
    """
    if change.makes and not change.is_declared:
        yield "the document does not declare it, and the plan makes or changes it"
    is_ended = change.ends and not change.makes and not change.is_deposed
    if is_ended and change.is_declared and what_it_holds(change.type) is None:  # else plan_keeps_data tells
        yield "the document declares it, and the plan ends it"
