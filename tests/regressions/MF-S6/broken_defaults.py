"""Keys that are AWS's, connections without TLS, and deliveries that wait in plain text."""

from cdktf import App
from cdktf_cdktf_provider_aws.kinesis_firehose_delivery_stream import (
    KinesisFirehoseDeliveryStream,
    KinesisFirehoseDeliveryStreamExtendedS3Configuration,
    KinesisFirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptions,
)
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.rds_cluster_instance import RdsClusterInstance
from cdktf_cdktf_provider_aws.rds_cluster_parameter_group import (
    RdsClusterParameterGroup,
    RdsClusterParameterGroupParameter,
)
from kit import complete_cluster, new_stack, without
from sound import ACCOUNT, CLUSTER, INSTANCE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    parameters = {"rds.force_ssl": "0", "log_statement": "ddl", "log_min_duration_statement": "1000"}
    group = RdsClusterParameterGroup(
        stack,
        "parameters",
        name="orders-prod",
        family="aurora-postgresql16",
        parameter=[RdsClusterParameterGroupParameter(name=name, value=value) for name, value in parameters.items()],
    )
    cluster = RdsCluster(  # here: database
        stack, "cluster", **without(CLUSTER, "kms_key_id", db_cluster_parameter_group_name=group.name)
    )
    complete_cluster(stack, cluster)
    RdsClusterInstance(  # here: reader
        stack, "reader", cluster_identifier=cluster.id, **without(INSTANCE, "performance_insights_kms_key_id")
    )
    log = KinesisFirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptions(
        enabled=True, log_group_name="/platform/deliveries", log_stream_name="views"
    )
    KinesisFirehoseDeliveryStream(  # here: delivery
        stack,
        "delivery",
        name="views-prod",
        destination="extended_s3",
        extended_s3_configuration=KinesisFirehoseDeliveryStreamExtendedS3Configuration(
            role_arn=f"arn:aws:iam::{ACCOUNT}:role/delivery",
            bucket_arn=f"arn:aws:s3:::views-{ACCOUNT}",
            cloudwatch_logging_options=log,
        ),
    )
