from stackgate.aws.metrics import NAMESPACES
from stackgate.validator import Block, Undecidable, known, suggestion, validator

ATTRIBUTE = "dashboard_body"
TYPES = ("alarm", "custom", "explorer", "log", "metric", "text", "trace")


@validator(on="aws_cloudwatch_dashboard")
def check(dashboard, graph):
    """A dashboard's body is JSON with widgets, and shows metrics that exist.

    Why: It is JSON in a string: CloudWatch refuses one that is not valid at the deploy, and shows an empty graph for a
        metric that no service publishes, on the day that somebody looks.
    Fix: Correct what the finding names, as CloudWatch's dashboard body structure and the service's guide have it.
    """
    try:
        body = dashboard.document(ATTRIBUTE)
    except Undecidable:
        if not isinstance(known(dashboard[ATTRIBUTE]), str):
            raise
        yield "the body is not valid JSON", ATTRIBUTE
        return
    if body is None:
        return
    widgets = body.peek("widgets") if isinstance(body, Block) else None
    if not isinstance(widgets, list):
        yield "the body has no list of widgets", ATTRIBUTE
        return
    for number, widget in enumerate(widgets, start=1):
        problems = in_widget(widget) if isinstance(widget, Block) else ["is not an object"]
        yield from ((f"widget {number}: {problem}", ATTRIBUTE) for problem in dict.fromkeys(problems))


def in_widget(widget):
    kind = widget["type"]
    if kind is None or kind not in TYPES:
        meant = "" if kind is None else suggestion(str(known(kind)), TYPES)
        yield f"type {kind!s} does not exist{meant}" if kind is not None else "no type"
    elif kind == "metric":
        properties = widget.block("properties")
        if not any(name in properties for name in ("metrics", "annotations")):
            yield "a metric widget without metrics"
        yield from unknown_metrics(properties.peek("metrics"))


def unknown_metrics(metrics):
    """What is wrong with the metrics of a widget, in which `.` stands for the part above it, `...` for all."""
    above = []
    for metric in metrics if isinstance(metrics, list) else ():
        parts = [part for part in metric if not isinstance(part, Block)] if isinstance(metric, list) else []
        if parts and is_text(parts[0], "..."):
            continue
        whole = [
            above[place] if is_text(part, ".") and place < len(above) else part for place, part in enumerate(parts)
        ]
        above = whole
        if len(whole) >= 2 and isinstance(whole[0], str) and isinstance(whole[1], str):
            described = NAMESPACES.get(whole[0])
            if described and whole[1] not in described.metrics:
                yield f"{whole[0]} has no metric {whole[1]}{suggestion(whole[1], described.metrics)}"


def is_text(part, text):
    return isinstance(part, str) and part == text
