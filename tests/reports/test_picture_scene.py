"""What a picture shows, and what contains what."""

from __future__ import annotations

import pytest
from pictures import (
    frames,
    generated,
    many_stacks,
    nodes_of,
    picture_of,
    regions_of,
    seen,
    verdict_of,
)

from stackgate.evidence import SeenResource
from stackgate.reports.html.picture import roles
from stackgate.reports.html.picture.facts import Facts
from stackgate.reports.html.picture.icons import KINDS, MARKS, SHAPES
from stackgate.reports.html.picture.roles import TITLES, icon_of, role_of
from stackgate.reports.html.picture.scene import Node, scene_of


def test_a_network_is_drawn_with_its_zones_and_subnets() -> None:
    resources = [
        seen("aws_vpc.main"),
        seen("aws_subnet.a", "aws_vpc.main", zone="eu-west-1a"),
        seen("aws_subnet.b", "aws_vpc.main", zone="eu-west-1b"),
        seen("aws_subnet.c", "aws_vpc.main"),
        seen("aws_nat_gateway.a", "aws_subnet.a", "aws_eip.a"),
        seen("aws_eip.a"),
        seen("aws_security_group.db", "aws_vpc.main"),
        seen("aws_db_subnet_group.db", "aws_subnet.a", "aws_subnet.b"),
        seen("aws_rds_cluster.db", "aws_db_subnet_group.db", "aws_security_group.db", "aws_kms_key.k"),
        seen("aws_rds_cluster_instance.db", "aws_rds_cluster.db"),
        seen("aws_kms_key.k"),
        seen("aws_instance.one", "aws_launch_template.t"),
        seen("aws_launch_template.t", "aws_subnet.b"),
        seen("aws_sqs_queue.jobs"),
    ]
    (region,) = regions_of(*resources)
    assert region.title == "s · eu-west-1"
    around = {
        inner.title if inner.kind != "subnet" else resources[inner.node.members[0]].address: outer.title  # type: ignore[union-attr]
        for outer, inner in frames(region)
    }
    assert around["aws_subnet.a"] == "eu-west-1a"
    assert around["aws_subnet.b"] == "eu-west-1b"
    assert around["aws_subnet.c"] == ""
    where = {
        resources[card.members[0]].address: (outer.kind, outer.title, inner)
        for outer, inner in frames(region)
        for card in inner.cards
    }
    zone, title, subnet = where["aws_nat_gateway.a"]
    assert (zone, title, subnet.kind) == ("zone", "eu-west-1a", "subnet")
    assert where["aws_instance.one"][:2] == ("zone", "eu-west-1b")
    kind, _, band = where["aws_rds_cluster.db"]
    assert (kind, band.title) == ("vpc", "Data")
    (cluster,) = band.cards
    assert [resources[chip.members[0]].address for chip in cluster.chips] == [
        "aws_db_subnet_group.db",
        "aws_rds_cluster_instance.db",
    ]
    assert where["aws_kms_key.k"][0] == where["aws_sqs_queue.jobs"][0] == "region"


@pytest.mark.parametrize(("route", "tier"), [("aws_internet_gateway.main", "public"), ("aws_nat_gateway.a", "private")])
def test_a_subnet_is_public_by_its_route(route: str, tier: str) -> None:
    (region,) = regions_of(
        seen("aws_vpc.main"),
        seen("aws_subnet.a", "aws_vpc.main"),
        seen("aws_internet_gateway.main", "aws_vpc.main"),
        seen("aws_nat_gateway.a", "aws_subnet.a"),
        seen("aws_route_table.t", "aws_vpc.main"),
        seen("aws_route.out", "aws_route_table.t", route),
        seen("aws_route_table_association.a", "aws_route_table.t", "aws_subnet.a"),
    )
    (subnet,) = [inner for _, inner in frames(region) if inner.kind == "subnet"]
    assert subnet.title == tier
    assert subnet.node is not None
    assert {chip.type for chip in subnet.node.chips} == {"aws_route_table", "aws_route", "aws_route_table_association"}


def test_a_route_in_the_table_itself_makes_a_subnet_public() -> None:
    (region,) = regions_of(
        seen("aws_vpc.main"),
        seen("aws_subnet.a", "aws_vpc.main"),
        seen("aws_internet_gateway.main", "aws_vpc.main"),
        seen("aws_route_table.t", "aws_vpc.main", "aws_internet_gateway.main"),
        seen("aws_route_table_association.a", "aws_route_table.t", "aws_subnet.a"),
    )
    assert [inner.title for _, inner in frames(region) if inner.kind == "subnet"] == ["public"]


def test_what_lies_in_the_network_of_another_document_has_a_frame_too() -> None:
    (region,) = regions_of(seen("aws_subnet.a"), seen("aws_instance.i", "aws_subnet.a"))
    assert [inner.title for inner in region.inside] == ["VPC of another document"]


def test_what_spans_two_networks_is_outside_of_both() -> None:
    (region,) = regions_of(
        seen("aws_vpc.a"), seen("aws_vpc.b"), seen("aws_vpc_peering_connection.p", "aws_vpc.a", "aws_vpc.b")
    )
    assert [(inner.kind, inner.title) for inner in region.inside][-1] == ("band", "Network")


def test_a_data_source_is_looked_up_unless_it_is_the_network() -> None:
    resources = [
        seen("data.aws_vpc.given"),
        seen("data.aws_subnets.given", "data.aws_vpc.given"),
        seen("aws_ecs_service.web", "data.aws_subnets.given"),
        seen("data.aws_caller_identity.me"),
    ]
    (region,) = regions_of(*resources)
    vpc, lookup = region.inside
    assert vpc.node is not None and vpc.node.members == (0,)
    assert lookup.title == "Looked up"
    assert [band.title for band in vpc.inside] == ["Compute", "Network"]


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("aws_sqs_queue", "streams"),
        ("aws_kinesis_firehose_delivery_stream", "streams"),
        ("aws_api_gateway_rest_api", "entry"),
        ("aws_cloudwatch_metric_alarm", "monitoring"),
        ("aws_cloudwatch_event_rule", "streams"),
        ("aws_kms_key", "security"),
        ("aws_dynamodb_table", "data"),
        ("aws_sfn_state_machine", "compute"),
        ("aws_something_unheard_of", "other"),
        ("random_password", "other"),
        ("google_sqs_queue", "other"),
        ("", "other"),
    ],
)
def test_a_type_plays_the_part_of_its_service(kind: str, role: str) -> None:
    assert role_of(kind) == role
    assert icon_of(kind, role) in KINDS  # type: ignore[arg-type]


def test_every_icon_there_is_can_be_drawn() -> None:
    assert {*roles._ICONS.values(), *roles._ICON_OF_ROLE.values()} == set(KINDS)
    assert set(roles._ICON_OF_ROLE) == set(TITLES)
    assert set(MARKS) == set(SHAPES)


@pytest.mark.parametrize(
    ("configures", "host"),
    [
        (seen("aws_s3_bucket_versioning.x", "aws_s3_bucket.b"), seen("aws_s3_bucket.b")),
        (seen("aws_kms_alias.x", "aws_kms_key.k"), seen("aws_kms_key.k")),
        (seen("aws_api_gateway_method.x", "aws_api_gateway_rest_api.a"), seen("aws_api_gateway_rest_api.a")),
        (seen("aws_ecr_lifecycle_policy.x", "aws_ecr_repository.r"), seen("aws_ecr_repository.r")),
        (seen("aws_eip.x"), seen("aws_nat_gateway.n", "aws_eip.x")),
        (
            seen("aws_vpc_security_group_egress_rule.x", "aws_security_group.to", "aws_security_group.from"),
            seen("aws_security_group.from"),
        ),
    ],
)
def test_what_only_configures_is_a_chip_of_what_it_configures(configures: SeenResource, host: SeenResource) -> None:
    resources = [seen("aws_security_group.to"), configures, host]
    nodes = [node for region in regions_of(*resources) for inner in region.inside for node in inner.cards]
    assert {node.members: [chip.members for chip in node.chips] for node in nodes} == {(0,): [], (2,): [(1,)]}


def test_a_chip_of_a_chip_is_on_the_same_card() -> None:
    (region,) = regions_of(
        seen("aws_appautoscaling_policy.p", "aws_appautoscaling_target.t"),
        seen("aws_appautoscaling_target.t", "aws_ecs_service.s"),
        seen("aws_ecs_service.s"),
    )
    (card,) = region.inside[0].cards
    assert card.members == (2,)
    assert [chip.members for chip in card.chips] == [(0,), (1,)]


def test_a_topic_of_alarms_is_monitoring_any_other_a_stream() -> None:
    (region,) = regions_of(
        seen("aws_sns_topic.pager"),
        seen("aws_sns_topic.orders"),
        seen("aws_cloudwatch_metric_alarm.a", "aws_sns_topic.pager"),
    )
    assert {band.title: [card.members for card in band.cards] for band in region.inside} == {
        "Streams and queues": [(1,)],
        "Monitoring": [(0,), (2,)],
    }


def test_six_of_a_type_stand_for_themselves() -> None:
    assert len(nodes_of(picture_of(verdict_of(*(seen(f"aws_sqs_queue.q{number}") for number in range(6)))))) == 6
    assert len(nodes_of(picture_of(verdict_of(*(seen(f"aws_sqs_queue.q{number}") for number in range(7)))))) == 1


def test_each_stack_has_a_region() -> None:
    assert [region.title for region in scene_of(Facts(many_stacks(3)))] == [
        "s0 · eu-west-1",
        "s1 · eu-west-1",
        "s2 · eu-west-1",
    ]
    assert [region.title for region in scene_of(Facts(many_stacks(300)))] == ["300 stacks · eu-west-1"]


def test_a_node_has_a_name_of_its_own() -> None:
    nodes: list[Node] = [node for region in scene_of(Facts(generated(620))) for node in region.nodes()]
    assert len({node.name for node in nodes}) == len(nodes)
