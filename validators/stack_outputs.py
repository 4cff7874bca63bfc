from stackgate.validator import DOCUMENT, validator


@validator(on=DOCUMENT, level="warning")
def check(graph):
    """A stack says by its outputs where what it made is found.

    A document without a terraform block is a part of a configuration, whose outputs may be in another.

    Why: Whoever deploys has to look endpoints, names and ids up in the console, and other stacks have to guess them.
        It is a warning, since a stack may be complete without.
    Fix: Make a TerraformOutput for each thing that people or other stacks need: endpoints, URLs, ids, ARNs.
    """
    makes_something = any(not resource.kind.startswith("data.") for resource in graph)
    is_whole = any(graph.configuration.blocks("terraform"))
    if makes_something and is_whole and not any(graph.configuration.blocks("output")):
        yield "no outputs", "output"
