"""The load balancer of a service as a dict."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from kit import complete_service, new_stack, without
from sound import ACCOUNT, REGION, SERVICE


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    behind = {
        "target_group_arn": f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:targetgroup/web/0123456789abcdef",
        "container_name": "worker",
        "container_port": 8080,
    }
    service = EcsService(stack, "service", **without(SERVICE, load_balancer=[behind]))  # here
    complete_service(stack, service)
