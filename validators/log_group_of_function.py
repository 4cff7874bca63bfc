from stackgate.validator import Unresolved, nearest, validator

PREFIX = "/aws/lambda/"
ALIKE = 0.5


@validator(on="aws_cloudwatch_log_group", level="warning")
def check(group, graph):
    """A log group for a function is called after one: /aws/lambda/ and the function's name.

    Why: Lambda writes to the group of its own name, which it makes where there is none: without retention and without a
        key, while the one that was declared stays empty. A warning is enough: the function may be in another stack.
    Fix: Build the group's name from the function's name, or name the group in the function's logging_config.
    """
    name = plain(group.peek("name"))
    functions = graph.of_type("aws_lambda_function")
    if name is None or not name.startswith(PREFIX) or not functions or graph.unexpanded:
        return
    if any(user.kind == "aws_lambda_function" for user in graph.referrers(group)):
        return
    names = [plain(function.peek("function_name")) for function in functions]
    wanted = name.removeprefix(PREFIX)
    if None not in names and wanted not in names:
        meant = nearest(wanted, names, ALIKE)
        if meant:
            yield f"no function of the document is called {wanted!r} (did you mean {meant!r}?)", "name"


def plain(value):
    """A text that is known, or None."""
    final = value.final() if isinstance(value, Unresolved) else value
    return final if isinstance(final, str) else None
