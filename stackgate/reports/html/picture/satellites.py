"""Which resources only configure another one: they are drawn as chips of that one, so that it stands out."""

from __future__ import annotations

from stackgate.reports.html.picture.links import SUBNET_TYPES, VPC_TYPES, Links
from stackgate.services import service

_CONTAINERS = (*VPC_TYPES, *SUBNET_TYPES)

_CONFIGURES: dict[str, tuple[str, ...]] = {
    "aws_appautoscaling_policy": ("aws_appautoscaling_target",),
    "aws_appautoscaling_scheduled_action": ("aws_appautoscaling_target",),
    "aws_appautoscaling_target": ("aws_ecs_service", "aws_dynamodb_table", "aws_rds_cluster", "aws_lambda_alias"),
    "aws_autoscaling_attachment": ("aws_autoscaling_group",),
    "aws_autoscaling_lifecycle_hook": ("aws_autoscaling_group",),
    "aws_autoscaling_notification": ("aws_autoscaling_group",),
    "aws_autoscaling_policy": ("aws_autoscaling_group",),
    "aws_autoscaling_schedule": ("aws_autoscaling_group",),
    "aws_backup_selection": ("aws_backup_plan",),
    "aws_cloudwatch_event_target": ("aws_cloudwatch_event_rule",),
    "aws_cloudwatch_log_metric_filter": ("aws_cloudwatch_log_group",),
    "aws_cloudwatch_log_stream": ("aws_cloudwatch_log_group",),
    "aws_cloudwatch_log_subscription_filter": ("aws_cloudwatch_log_group",),
    "aws_config_delivery_channel": ("aws_config_configuration_recorder",),
    "aws_default_network_acl": VPC_TYPES,
    "aws_default_security_group": VPC_TYPES,
    "aws_efs_access_point": ("aws_efs_file_system",),
    "aws_efs_backup_policy": ("aws_efs_file_system",),
    "aws_eip_association": ("aws_instance", "aws_network_interface"),
    "aws_eks_addon": ("aws_eks_cluster",),
    "aws_flow_log": (*VPC_TYPES, "aws_subnet"),
    "aws_iam_access_key": ("aws_iam_user",),
    "aws_iam_instance_profile": ("aws_iam_role",),
    "aws_kms_alias": ("aws_kms_key",),
    "aws_kms_grant": ("aws_kms_key",),
    "aws_lambda_alias": ("aws_lambda_function",),
    "aws_lambda_event_source_mapping": ("aws_lambda_function",),
    "aws_lambda_permission": ("aws_lambda_function",),
    "aws_main_route_table_association": ("aws_route_table",),
    "aws_route": ("aws_route_table", "aws_default_route_table"),
    "aws_route53_record": ("aws_route53_zone",),
    "aws_s3_object": ("aws_s3_bucket",),
    "aws_security_group_rule": ("aws_security_group", "aws_default_security_group"),
    "aws_volume_attachment": ("aws_instance",),
    "aws_vpc_dhcp_options_association": VPC_TYPES,
    "aws_vpc_ipv4_cidr_block_association": VPC_TYPES,
    "aws_vpc_security_group_egress_rule": ("aws_security_group",),
    "aws_vpc_security_group_ingress_rule": ("aws_security_group",),
}
_CONFIGURES_BY_PREFIX = {
    "aws_api_gateway_": ("aws_api_gateway_rest_api",),
    "aws_apigatewayv2_": ("aws_apigatewayv2_api",),
}
_LAST_COUNTS = ("aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule")
"""CDKTF writes attributes by alphabet: the group that a rule admits comes before the one that the rule is of."""

_USED_BY: dict[str, tuple[str, ...]] = {
    "aws_cloudfront_origin_access_control": ("aws_cloudfront_distribution",),
    "aws_cloudfront_origin_access_identity": ("aws_cloudfront_distribution",),
    "aws_ecs_task_definition": ("aws_ecs_service",),
    "aws_eip": ("aws_nat_gateway", "aws_instance", "aws_lb"),
    "aws_launch_configuration": ("aws_autoscaling_group",),
    "aws_launch_template": ("aws_autoscaling_group", "aws_instance", "aws_eks_node_group"),
    "aws_lb_target_group": ("aws_lb_listener", "aws_lb_listener_rule"),
    "aws_alb_target_group": ("aws_alb_listener", "aws_alb_listener_rule"),
}
_USED_ENDINGS = ("_subnet_group", "_parameter_group", "_option_group")
_SMALL_ENDINGS = (
    *("_policy", "_attachment", "_association", "_permission", "_notification", "_rule", "_lifecycle"),
    *("_lifecycle_configuration", "_lifecycle_policy", "_version", "_subscription"),
)
_NEVER_SMALL = ("aws_cloudwatch_event_rule", "aws_config_config_rule", "aws_iam_policy")


def hosts_of(links: Links) -> list[int]:
    """For each resource the number of the one that it is drawn on: its own, unless it only configures another."""
    hosts = [_host(links, index) for index in range(len(links.types))]
    done = [False] * len(hosts)
    for start in range(len(hosts)):
        path, at = [], start
        while not done[at] and hosts[at] != at:
            path.append(at)
            done[at] = True
            at = hosts[at]
        last = hosts[at]  # in a circle of resources that configure each other: one of them, which then has itself
        for step in path:
            hosts[step] = last
    return hosts


def _host(links: Links, index: int) -> int:
    kind = links.types[index]
    if links.is_data[index] or kind in _CONTAINERS or not kind.startswith("aws_"):
        return index
    targets = [target for target in links.outgoing[index] if target != index]
    for find in (_named, _by_own_name, _only_subnet, _user, _by_ending):
        found = find(links, index, targets)
        if found is not None:
            return found
    return index


def _named(links: Links, index: int, targets: list[int]) -> int | None:
    kind = links.types[index]
    wanted = _CONFIGURES.get(kind, ())
    for prefix, hosts in _CONFIGURES_BY_PREFIX.items():
        if kind.startswith(prefix) and kind not in hosts:
            wanted = hosts
    for host in wanted:
        found = [target for target in targets if links.types[target] == host]
        if found:
            return found[-1] if kind in _LAST_COUNTS else found[0]
    return None


def _by_own_name(links: Links, index: int, targets: list[int]) -> int | None:
    """The one whose type the own begins with, as in `aws_s3_bucket_versioning`: the longest."""
    kind = links.types[index]
    found = [
        target
        for target in targets
        if kind.startswith(f"{links.types[target]}_") and links.types[target] not in _CONTAINERS
    ]
    return max(found, key=lambda target: len(links.types[target]), default=None)


def _only_subnet(links: Links, index: int, targets: list[int]) -> int | None:
    """The subnet of a route table that is associated with that one alone."""
    if links.types[index] != "aws_route_table":
        return None
    associated = {
        target
        for source in links.incoming[index]
        if links.types[source] == "aws_route_table_association"
        for target in links.outgoing[source]
        if links.types[target] == "aws_subnet"
    }
    return associated.pop() if len(associated) == 1 else None


def _user(links: Links, index: int, targets: list[int]) -> int | None:
    """Who uses what is made for one user: a task definition, a subnet group, an address."""
    kind = links.types[index]
    sources = [source for source in links.incoming[index] if source != index and not links.is_data[source]]
    for user in _USED_BY.get(kind, ()):
        for source in sources:
            if links.types[source] == user:
                return source
    if kind.endswith(_USED_ENDINGS):
        return next((source for source in sources if service(links.types[source]) == service(kind)), None)
    return None


def _by_ending(links: Links, index: int, targets: list[int]) -> int | None:
    kind = links.types[index]
    if not kind.endswith(_SMALL_ENDINGS) or kind in _NEVER_SMALL:
        return None
    same = (target for target in targets if service(links.types[target]) == service(kind))
    return next((target for target in same if links.types[target] not in _CONTAINERS), None)
