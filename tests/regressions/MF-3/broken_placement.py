"""Tasks with public addresses, and a database that names no subnets."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from kit import complete_cluster, complete_service, new_stack, without
from sound import CLUSTER, SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    open_to_all = SERVICE["network_configuration"] | {"assign_public_ip": True}
    service = EcsService(stack, "service", **without(SERVICE, network_configuration=open_to_all))  # here: service
    complete_service(stack, service)
    cluster = RdsCluster(stack, "cluster", **without(CLUSTER, "db_subnet_group_name"))  # here: database
    complete_cluster(stack, cluster)
