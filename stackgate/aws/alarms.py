"""Which resources CloudWatch alarms watch."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from weakref import WeakKeyDictionary

from stackgate.aws.dimensions import meant
from stackgate.aws.metrics import NAMESPACES
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.spelling import nearest
from stackgate.values import Undecidable, known

_ALARM = "aws_cloudwatch_metric_alarm"
_SCALING_POLICIES = ("aws_appautoscaling_policy", "aws_autoscaling_policy")
_by_name: WeakKeyDictionary[Graph, list[Resource]] = WeakKeyDictionary()


def is_watched(graph: Graph, resource: Resource, dimension: str, namespace: str, metrics: Collection[str]) -> bool:
    """Whether an alarm that tells somebody watches one of these metrics of a resource.

    `dimension` is the CloudWatch dimension that names the resource, `namespace` as `AWS/SQS`. An alarm that only moves
    a scaling policy tells nobody. One that is misspelt counts by what it means: that it watches nothing is told by
    alarm_metric_exists and alarm_dimensions. Raises Undecidable where none is found and it is not known of one, or of a
    module, what it watches.
    """
    undecided: Undecidable | None = None
    for alarm in (*graph.referrers(resource, _ALARM), *_naming(graph)):
        try:
            if _watches(graph, alarm, resource, dimension, namespace, metrics) and _tells_somebody(graph, alarm):
                return True
        except Undecidable as reason:
            undecided = reason
    if undecided:
        raise undecided
    if graph.unexpanded:
        raise Undecidable(f"depends on {graph.unexpanded[0].address}, which is not expanded")
    return False


def _naming(graph: Graph) -> list[Resource]:
    """The alarms that name what they watch otherwise than by a reference into the document."""
    if graph not in _by_name:
        _by_name[graph] = [alarm for alarm in graph.of_type(_ALARM) if not _refers(graph, alarm)]
    return _by_name[graph]


def _refers(graph: Graph, alarm: Resource) -> bool:
    references = (*alarm.references("dimensions"), *alarm.references("metric_query"))
    return any(graph.get(reference.target) for reference in references)


def _watches(
    graph: Graph, alarm: Resource, resource: Resource, dimension: str, namespace: str, metrics: Collection[str]
) -> bool:
    queries = alarm.blocks("metric_query")
    measured: list[Block] = [alarm, *(metric for query in queries for metric in query.blocks("metric"))]
    for metric in measured:
        if not _means_metric(metric, namespace, metrics):
            continue
        value = _value_of(metric.block("dimensions"), dimension, namespace)
        if value is not None and _names(graph, value, resource, dimension):
            return True
    return any(_selects(query, resource, namespace, metrics) for query in queries if "expression" in query)


def _means_metric(metric: Block, namespace: str, metrics: Collection[str]) -> bool:
    if "metric_name" not in metric:
        return False
    name, space = metric["metric_name"], metric["namespace"]
    if name in metrics and space == namespace:
        return True
    described = NAMESPACES.get(namespace)
    if described is None or str(space).lower() != namespace.lower():
        return False
    return (name if name in described.metrics else nearest(str(name), described.metrics)) in metrics


def _value_of(dimensions: Block, dimension: str, namespace: str) -> Any:
    """A dimension's value, also where its name is misspelt."""
    described = NAMESPACES.get(namespace)
    if dimension in dimensions or described is None:
        return dimensions[dimension]
    existing = described.dimensions
    misspelt = (name for name in dimensions if name not in existing and nearest(name, existing) == dimension)
    return next((dimensions[name] for name in misspelt), None)


def _names(graph: Graph, value: Any, resource: Resource, dimension: str) -> bool:
    if isinstance(value, str):
        value = meant(dimension, value, graph) or value
    if resource.type == "aws_lambda_function" and graph.target(value) is None:
        return bool(value == resource["function_name"])
    return graph.means(value, resource)


def _selects(query: Block, resource: Resource, namespace: str, metrics: Collection[str]) -> bool:
    """Whether a Metrics Insights query (`SELECT MAX(...) FROM ...`) takes in the resource: all, or it by name."""
    text = str(known(query["expression"]))
    if "SELECT" not in text.upper() or namespace not in text or not any(metric in text for metric in metrics):
        return False
    return "WHERE" not in text.upper() or str(resource.peek("name") or resource.name) in text


def _tells_somebody(graph: Graph, alarm: Resource) -> bool:
    """Whether not all of its actions are scaling policies. That there are actions at all is another rule's matter."""
    actions = alarm.values("alarm_actions")
    return not actions or any(not _is_scaling(graph, action) for action in actions)


def _is_scaling(graph: Graph, action: Any) -> bool:
    target = graph.target(action)
    return target.type in _SCALING_POLICIES if target else isinstance(action, str) and ":scalingPolicy:" in action
