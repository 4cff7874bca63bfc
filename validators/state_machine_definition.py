from stackgate.validator import Block, Undecidable, Unresolved, known, suggestion, validator

ATTRIBUTE = "definition"
TYPES = ("Choice", "Fail", "Map", "Parallel", "Pass", "Succeed", "Task", "Wait")
LAST = ("Choice", "Fail", "Succeed")
"""The types of states that have neither Next nor End."""


@validator(on="aws_sfn_state_machine")
def check(machine, graph):
    """A state machine's definition holds together: it starts and goes on with states that are there.

    Why: It is JSON in a string. Step Functions refuses one that is not valid at the deploy, a misspelt state's name
        among it; Terraform looks at none of it.
    Fix: Correct what the finding names, as the Amazon States Language has it.
    """
    try:
        definition = machine.document(ATTRIBUTE)
    except Undecidable:
        if not isinstance(known(machine[ATTRIBUTE]), str):
            raise
        yield "the definition is not valid JSON", ATTRIBUTE
        return
    if definition is not None:
        yield from ((problem, ATTRIBUTE) for problem in in_machine(definition, ""))


def in_machine(machine, where):
    if not isinstance(machine, Block):
        yield f"{where}the definition is not a JSON object"
        return
    states = machine.peek("States")
    if not isinstance(states, Block):
        yield f"{where}no States"
        return
    names = list(states)
    if "StartAt" not in machine:
        yield f"{where}no StartAt"
    targets = [("StartAt", machine.peek("StartAt"))]
    for name in names:
        state = states[name]
        if not isinstance(state, Block):
            yield f"{where}state {name} is not an object"
            continue
        yield from in_state(state, f"{where}state {name}")
        targets += [(f"state {name}", target) for target in targets_of(state)]
        for inner in inner_machines(state):
            yield from in_machine(inner, f"{where}state {name}: ")
    for source, target in targets:
        if isinstance(target, str) and target not in names:
            yield f"{where}{source} leads to {target}, which is no state{suggestion(target, names)}"
    reached = {str(target) for _, target in targets}
    if not any(isinstance(target, Unresolved) for _, target in targets):
        for name in names:
            if name not in reached:
                yield f"{where}state {name} is never reached"


def in_state(state, where):
    kind = state["Type"]
    if kind is None or kind not in TYPES:
        meant = "" if kind is None else suggestion(str(known(kind)), TYPES)
        yield f"{where} has {'no Type' if kind is None else f'the Type {kind!s}, which does not exist{meant}'}"
    elif kind == "Choice":
        if not state.values("Choices"):
            yield f"{where} has no Choices"
    elif kind not in LAST and "Next" not in state and not state.flag("End"):
        yield f"{where} has neither Next nor End"
    elif kind == "Task" and "Resource" not in state:
        yield f"{where} has no Resource"


def targets_of(state):
    for name in ("Next", "Default"):
        if name in state:
            yield state[name]
    for name in ("Choices", "Catch"):
        for block in state.values(name):
            if isinstance(block, Block) and "Next" in block:
                yield block["Next"]


def inner_machines(state):
    if state["Type"] == "Parallel":
        yield from state.values("Branches")
    elif state["Type"] == "Map":
        yield from (state[name] for name in ("ItemProcessor", "Iterator") if name in state)
