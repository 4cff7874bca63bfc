"""What several validators ask about database clusters."""

from __future__ import annotations

from stackgate.aws.wiring import wired
from stackgate.graph import Graph, Resource
from stackgate.values import Unresolved

_PARAMETER_GROUPS = {
    "aws_db_instance": ("parameter_group_name", "aws_db_parameter_group"),
    "aws_rds_cluster": ("db_cluster_parameter_group_name", "aws_rds_cluster_parameter_group"),
}
"""Of the databases that have one: the attribute that names the parameter group, and the group's type."""


def needs_instances(cluster: Resource) -> bool:
    """Whether a cluster computes only with aws_rds_cluster_instance resources: an Aurora cluster that is provisioned.

    Not: Serverless v1 (`engine_mode`), which scales without instances; a Multi-AZ DB cluster
    (`db_cluster_instance_class`), whose instances AWS makes; a global database's secondary without writer of its own,
    which may be headless.
    """
    if not (cluster.text("engine") or "aurora").startswith("aurora"):
        return False
    if cluster.get("engine_mode", "provisioned") == "serverless" or "db_cluster_instance_class" in cluster:
        return False
    return "global_cluster_identifier" not in cluster or "master_username" in cluster


def instances_of(cluster: Resource, graph: Graph) -> list[Resource]:
    """A cluster's instances, one that has a `count` as often as that says.

    Raises Undecidable where a count is not known, or where none is found and one may be its own.
    """
    instances: list[Resource] = []
    for instance in wired(graph, cluster, "cluster_identifier", "aws_rds_cluster_instance"):
        number = instance.number("count")
        each = sum(1 for _ in instance["for_each"]) if "for_each" in instance else 1
        instances.extend([instance] * (each if number is None else int(number)))
    return instances


def cluster_of(instance: Resource, graph: Graph) -> Resource | None:
    """The cluster that an aws_rds_cluster_instance belongs to, or None where it is not in the document.

    Raises Undecidable where it is named in a way that is not known.
    """
    value = instance["cluster_identifier"]
    target = graph.target(value)
    if target is not None or value is None:
        return target
    return graph.meant(value, "aws_rds_cluster")


def parameter_group_of(database: Resource, graph: Graph) -> Resource | None:
    """The parameter group of a cluster or an instance, or None where it has none or one that is not in the document.

    Raises Undecidable where a group is named in a way that is not known.
    """
    attribute, kind = _PARAMETER_GROUPS[database.type]
    value = database[attribute]
    target = graph.target(value)
    if target is not None or value is None:
        return target
    return graph.meant(value, kind)


def uses_default_parameters(database: Resource) -> bool:
    """Whether a cluster or an instance names no parameter group, or one that AWS made, whose name begins so."""
    attribute, _ = _PARAMETER_GROUPS[database.type]
    value = database[attribute]
    return value is None or (isinstance(value, (str, Unresolved)) and bool(value.startswith("default.")))


def parameters_of(group: Resource) -> dict[str, str | None]:
    """The parameters that a group sets, with their values as text."""
    return {parameter.text("name") or "": parameter.text("value") for parameter in group.blocks("parameter")}
