"""What several validators ask about database clusters."""

from __future__ import annotations

from stackgate.aws.wiring import wired
from stackgate.graph import Graph, Resource


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
