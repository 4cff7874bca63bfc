from stackgate.validator import DOCUMENT, validator


@validator(on=DOCUMENT, relaxable=True)
def check(graph):
    """A stack keeps its state in a remote backend.

    Why: State on the machine that ran the deploy is lost with it, is locked for nobody, and lies there in plain text
        with every password of the stack. It is where CDKTF puts it if nothing else is said. A trial stack may.
    Fix: Make an S3Backend (with encrypt and use_lockfile), another remote backend, or a CloudBackend in the stack.
    """
    for terraform in graph.configuration.blocks("terraform"):
        if any("local" in backend for backend in terraform.blocks("backend")):
            yield "the state stays in a local file", "terraform.backend"
