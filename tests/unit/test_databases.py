import pytest

from stackgate.aws.databases import instances_of, needs_instances
from stackgate.resolver import build_graph
from stackgate.values import Undecidable


@pytest.mark.parametrize(
    ("cluster", "needs"),
    [
        ({"engine": "aurora-postgresql"}, True),
        ({"engine": "aurora-mysql", "engine_mode": "provisioned"}, True),
        ({"engine": "aurora-mysql", "engine_mode": "serverless"}, False),
        ({"engine": "postgres", "db_cluster_instance_class": "db.r6gd.large"}, False),
        ({"engine": "aurora-mysql", "global_cluster_identifier": "g"}, False),
        ({"engine": "aurora-mysql", "global_cluster_identifier": "g", "master_username": "admin"}, True),
    ],
)
def test_which_clusters_need_instances(cluster, needs):
    graph = build_graph({"resource": {"aws_rds_cluster": {"c": cluster}}}, "test")
    assert needs_instances(graph.get("aws_rds_cluster.c")) is needs


@pytest.mark.parametrize(
    ("repeat", "number"), [({}, 1), ({"count": 3}, 3), ({"count": 0}, 0), ({"for_each": {"a": 1, "b": 2}}, 2)]
)
def test_an_instance_counts_as_often_as_it_is_repeated(repeat, number):
    instance = {"cluster_identifier": "${aws_rds_cluster.c.id}", **repeat}
    resources = {"aws_rds_cluster": {"c": {}}, "aws_rds_cluster_instance": {"i": instance}}
    graph = build_graph({"resource": resources}, "test")
    assert len(instances_of(graph.get("aws_rds_cluster.c"), graph)) == number


def test_a_count_that_is_not_known():
    instance = {"cluster_identifier": "${aws_rds_cluster.c.id}", "count": "${var.number}"}
    resources = {"aws_rds_cluster": {"c": {}}, "aws_rds_cluster_instance": {"i": instance}}
    graph = build_graph({"resource": resources}, "test")
    with pytest.raises(Undecidable):
        instances_of(graph.get("aws_rds_cluster.c"), graph)
