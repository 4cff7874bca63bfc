from stackgate.aws.databases import instances_of, needs_instances
from stackgate.validator import validator


@validator(on="aws_rds_cluster")
def check(cluster, graph):
    """An Aurora cluster has an instance.

    Why: The cluster resource is storage and endpoints alone. Without an aws_rds_cluster_instance nothing answers at
        the endpoint, and Terraform applies it without complaint.
    Fix: Add an aws_rds_cluster_instance with the cluster's id as `cluster_identifier`; for Serverless v2 of class
        `db.serverless`.
    """
    if needs_instances(cluster) and not instances_of(cluster, graph):
        yield "no aws_rds_cluster_instance belongs to it"
