"""What Application Auto Scaling scales."""

from __future__ import annotations

from stackgate.aws.containers import cluster_of
from stackgate.graph import Graph, Resource
from stackgate.values import Undecidable, known, references_in

_TARGET = "aws_appautoscaling_target"
_MOVERS = ("aws_appautoscaling_policy", "aws_appautoscaling_scheduled_action")


def scaling_targets(service: Resource, graph: Graph) -> list[Resource]:
    """The scalable targets of an ECS service: their resource id is `service/<cluster>/<service>`.

    The parts are references or literal names. Raises Undecidable where none is found and it is not known of one, or of
    a module, what it scales.
    """
    found = graph.referrers(service, _TARGET)
    return found or _decided(graph, [target for target in graph.of_type(_TARGET) if _scales(target, service, graph)])


def scaling_policies(target: Resource, graph: Graph) -> list[Resource]:
    """The scaling policies and scheduled actions of a scalable target: those of its resource id and dimension.

    Raises Undecidable where none is found and it is not known of one, or of a module, what it scales.
    """
    found = [mover for mover in graph.referrers(target, *_MOVERS) if _same_dimension(mover, target)]
    return found or _decided(graph, [mover for mover in graph.of_type(*_MOVERS) if _moves(mover, target)])


def _decided(graph: Graph, found: list[Resource]) -> list[Resource]:
    if not found and graph.unexpanded:
        raise Undecidable(f"depends on {graph.unexpanded[0].address}, which is not expanded")
    return found


def _scales(target: Resource, service: Resource, graph: Graph) -> bool:
    value = target["resource_id"]
    referred = [graph.get(reference.target) for reference in references_in(value)]
    if any(resource and resource.type == "aws_ecs_service" for resource in referred):
        return False  # by a reference, and this one does not refer to it
    cluster, name = ("/" + str(known(value))).rsplit("/", 2)[-2:]
    if name != known(service["name"]):
        return False
    declared = cluster_of(service, graph)
    return declared is None or declared in referred or cluster == known(declared["name"])


def _moves(mover: Resource, target: Resource) -> bool:
    value = mover["resource_id"]
    if any(reference.target.startswith(f"{_TARGET}.") for reference in references_in(value)):
        return False  # by a reference, and this one does not refer to it
    return bool(value == target["resource_id"]) and _same_dimension(mover, target)


def _same_dimension(mover: Resource, target: Resource) -> bool:
    return bool(mover["scalable_dimension"] == target["scalable_dimension"])
