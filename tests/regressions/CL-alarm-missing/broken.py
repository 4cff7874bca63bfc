"""Nothing has an alarm."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import complete_cluster, complete_service, new_stack
from sound import CLUSTER, SERVICE, STREAM


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)  # here: database
    complete_cluster(stack, cluster, watched=False)
    service = EcsService(stack, "service", **SERVICE)  # here: service
    complete_service(stack, service, watched=False)
    KinesisStream(stack, "views", **STREAM)  # here: stream
