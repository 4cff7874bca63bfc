"""Where the boxes of a picture stand, and how lines get from one to another."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import (
    ALL,
    SVG,
    VERDICTS,
    layout_of,
    nodes_of,
    picture_of,
    seen,
    titles,
    verdict_of,
)

from stackgate.finding import Verdict
from stackgate.reports.audit import JudgedRun
from stackgate.reports.html.picture import draw
from stackgate.reports.html.picture.boxes import Box
from stackgate.reports.html.picture.edges import edges_of, places_of
from stackgate.reports.html.picture.facts import Facts
from stackgate.reports.html.picture.labels import Labels
from stackgate.reports.html.picture.layout import layout
from stackgate.reports.html.picture.routes import Streets
from stackgate.reports.html.picture.scene import scene_of
from stackgate.reports.html.picture.wording import TIMES

_KINDS = (
    *("aws_vpc", "aws_subnet", "data.aws_vpc", "data.aws_subnet", "data.aws_subnets", "aws_security_group"),
    *("aws_route_table", "aws_route", "aws_route_table_association", "aws_internet_gateway", "aws_nat_gateway"),
    *("aws_eip", "aws_instance", "aws_ecs_cluster", "aws_ecs_service", "aws_appautoscaling_target", "aws_flow_log"),
    *(
        "aws_sqs_queue",
        "aws_sqs_queue_policy",
        "aws_kms_key",
        "aws_db_subnet_group",
        "aws_rds_cluster",
        "null_resource",
    ),
)


@st.composite
def random_verdicts(draw_one: st.DrawFn) -> Verdict:
    """Resources of types that make and fill networks, with references to any of them, and some to none."""
    kinds = st.sampled_from(_KINDS)
    zones = st.sampled_from([None, "eu-west-1a", "eu-west-1b", "?"])
    stacks = st.sampled_from(["one", "two"])
    number = draw_one(st.integers(1, 40))
    names = [f"{draw_one(kinds)}.r{index}" for index in range(number)]
    some = st.lists(st.sampled_from([*names, "aws_gone.x"]), max_size=3, unique=True)
    return verdict_of(*(seen(name, *draw_one(some), stack=draw_one(stacks), zone=draw_one(zones)) for name in names))


@settings(max_examples=60, deadline=None)
@given(random_verdicts())
def test_any_resources_make_a_picture(verdict: Verdict) -> None:
    check_members(verdict)
    check_boxes(layout_of(verdict))
    check_ends(picture_of(verdict))


@ALL
def test_every_resource_is_shown_exactly_once(name: str) -> None:
    check_members(VERDICTS[name])


def check_members(verdict: Verdict) -> None:
    assert verdict.evidence is not None
    members = Counter(
        member for region in scene_of(Facts(verdict)) for node in region.nodes() for member in node.members
    )
    assert members == Counter(range(len(verdict.evidence.resources)))
    drawn = nodes_of(picture_of(verdict))
    assert len(drawn) == sum(1 for region in scene_of(Facts(verdict)) for _ in region.nodes())
    counted = sum(
        int(number) for title in titles(picture_of(verdict)) for number in re.findall(rf"{TIMES} (\d+)", title)
    )
    alone = [link for link in drawn if "data-resource" in link.attrib]
    assert counted + len(alone) == len(verdict.evidence.resources)


@ALL
def test_boxes_lie_within_each_other_and_beside_each_other(name: str) -> None:
    check_boxes(layout_of(VERDICTS[name]))


def check_boxes(picture: Box) -> None:
    def check(box: Box) -> None:
        for child in box.children:
            assert child.x >= -0.01 and child.y >= -0.01, (box.kind, child)
            assert child.x + child.width <= box.width + 0.01, (box.kind, child.kind, child.x, child.width, box.width)
            assert child.y + child.height <= box.height + 0.01, (box.kind, child.kind)
            check(child)
        ordered = sorted(box.children, key=lambda child: child.y)
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                beside = one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01
                assert beside or one.y + one.height <= other.y + 0.01, (box.kind, one.title, other.title)

    check(picture)


@ALL
def test_a_picture_is_well_formed_small_and_always_the_same(name: str) -> None:
    run = JudgedRun("prod", VERDICTS[name])
    text = draw(run, "r0-")
    assert text == draw(run, "r0-")
    assert len(text.encode()) < 200_000
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert not {element.tag for element in root.iter()} & {f"{SVG}script", f"{SVG}image", f"{SVG}style"}
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids)) and all(name.startswith("r0-") for name in ids)
    assert {use.attrib["href"] for use in root.iter(f"{SVG}use")} <= {f"#{name}" for name in ids}


@ALL
def test_references_lead_from_node_to_node(name: str) -> None:
    check_ends(picture_of(VERDICTS[name]))


def check_ends(picture: ElementTree.Element) -> None:
    names = {link.attrib["data-node"] for link in nodes_of(picture)}
    edges = [path for path in picture.iter(f"{SVG}path") if "edge" in path.attrib.get("class", "").split()]
    ends = [(edge.attrib["data-from"], edge.attrib["data-to"]) for edge in edges]
    assert len(ends) == len(set(ends))
    assert all(start != end and {start, end} <= names for start, end in ends)


def test_references_to_keys_and_alarms_are_quiet() -> None:
    picture = picture_of(
        verdict_of(
            seen("aws_lambda_function.f", "aws_sqs_queue.q", "aws_kms_key.k", "aws_gone.x"),
            seen("aws_sqs_queue.q"),
            seen("aws_kms_key.k"),
        )
    )
    edges = {
        (path.attrib["data-from"], path.attrib["data-to"]): path.attrib["class"]
        for path in picture.iter(f"{SVG}path")
        if "data-from" in path.attrib
    }
    assert edges == {("0", "1"): "edge", ("0", "2"): "edge quiet"}


@pytest.mark.parametrize("name", [name for name in VERDICTS if "stacks" not in name])
def test_lines_go_around_cards(name: str) -> None:
    verdict = VERDICTS[name]
    facts = Facts(verdict)
    regions = scene_of(facts)
    picture = layout(regions, Labels(regions, facts.resources))
    places = places_of(picture)
    edges = [edge for edge in edges_of(regions, facts) if not edge.is_quiet]
    streets = Streets(picture, [places[end] for edge in edges for end in (edge.source, edge.target)])
    cards = [
        (box.node.name, x, y, box.width, box.height)
        for box, x, y in picture.placed()
        if box.kind == "card" and box.node is not None
    ]
    for edge in edges:
        (way,) = streets.ways(places[edge.source], [places[edge.target]])
        assert len(way) >= 2, edge
        for (x1, y1), (x2, y2) in pairwise(way):
            assert x1 == x2 or y1 == y2
            (left, right), (top, bottom) = sorted((x1, x2)), sorted((y1, y2))
            for card, x, y, width, height in cards:
                if card not in (edge.source, edge.target):
                    assert right <= x or x + width <= left or bottom <= y or y + height <= top, (edge, card)


def test_who_lives_in_a_frame_has_no_line_to_it() -> None:
    facts = Facts(
        verdict_of(
            seen("aws_vpc.main"),
            seen("aws_subnet.a", "aws_vpc.main"),
            seen("aws_instance.i", "aws_subnet.a"),
            seen("aws_ssm_parameter.network", "aws_vpc.main"),
        )
    )
    assert [(edge.source, edge.target) for edge in edges_of(scene_of(facts), facts)] == [("3", "0")]
