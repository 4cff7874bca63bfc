"""An alarm on each."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import complete_cluster, complete_service, complete_stream, new_stack
from sound import CLUSTER, SERVICE, STREAM


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)
    complete_cluster(stack, cluster)
    service = EcsService(stack, "service", **SERVICE)
    complete_service(stack, service)
    stream = KinesisStream(stack, "views", **STREAM)
    complete_stream(stack, stream)
