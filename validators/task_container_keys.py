from stackgate.aws import model
from stackgate.aws.containers import containers
from stackgate.validator import Block, Undecidable, known, nearest, suggestion, validator

ATTRIBUTE = "container_definitions"
SHAPE = "ContainerDefinition"
REQUIRED = ("name", "image")


@validator(on="aws_ecs_task_definition", guards=("MF-2", "MF-4"))
def check(task, graph):
    """Container definitions are a list of objects with a name, an image, and only keys that ECS knows.

    Why: They are JSON in a string: Terraform drops a key that it does not know without a word, so a misspelt
    `environment` or `logConfiguration` deploys a container that has none.
    Fix: Write the keys as the ContainerDefinition of the ECS API has them.
    """
    try:
        definitions = task.document(ATTRIBUTE)
    except Undecidable:
        if not isinstance(known(task[ATTRIBUTE]), str):
            raise
        yield "the container definitions are not valid JSON", ATTRIBUTE
        return
    if definitions is None:
        return
    if not isinstance(definitions, list) or not all(isinstance(one, Block) for one in definitions):
        yield "the container definitions are not a list of objects", ATTRIBUTE
        return
    if not definitions:
        yield "the list of container definitions is empty", ATTRIBUTE
    for number, container in enumerate(containers(task), 1):
        name = container.peek("name")
        where = f"container {name if name is not None else number}"
        unknown = list(unknown_keys(container.raw, SHAPE, ""))
        yield from ((f"{where}: {problem}", ATTRIBUTE) for problem, _ in unknown)
        for key in REQUIRED:
            if key not in container and key not in {meant for _, meant in unknown}:
                yield f"{where}: no {key}", ATTRIBUTE


def unknown_keys(value, shape, path):
    """A message and the key that was meant for each key that AWS's model does not have, however deep it lies."""
    keys = model.members("ecs", shape)
    if isinstance(value, dict) and keys:
        for key, inner in value.items():
            if key in keys:
                yield from unknown_keys(inner, keys[key], f"{path}{key}.")
            else:
                yield f"unknown key {path}{key}{suggestion(key, keys)}", nearest(key, keys)
    elif isinstance(value, list) and model.item("ecs", shape):
        for inner in value:
            yield from unknown_keys(inner, model.item("ecs", shape), path)
