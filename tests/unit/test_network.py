import ipaddress

import pytest

from stackgate.aws.network import address_range, in_several_zones, is_public, main_table, route_table_of, routes_of
from stackgate.resolver import build_graph
from stackgate.values import Undecidable


def graph_of(**resources):
    return build_graph({"resource": resources}, "test")


def subnets(*zones):
    graph = graph_of(aws_subnet={f"s{number}": zone for number, zone in enumerate(zones)})
    return graph.of_type("aws_subnet")


def named(*zones):
    return subnets(*({"availability_zone": zone} for zone in zones))


@pytest.mark.parametrize(
    ("zones", "several"),
    [
        (["eu-west-1a", "eu-west-1b"], True),
        (["eu-west-1a", "eu-west-1a"], False),
        (["eu-west-1a"], False),
        ([], False),
        (["eu-west-1a", None], False),
        (["eu-west-1a", None, "eu-west-1c"], True),
        (["${data.aws_availability_zones.z.names[0]}", "${data.aws_availability_zones.z.names[1]}"], True),
        (["${element(data.aws_availability_zones.z.names, 0)}", "${data.aws_availability_zones.z.names[1]}"], True),
        (["${element(tolist(data.aws_availability_zones.z.names), 2)}", "${var.zones[2]}", "${var.zones[0]}"], True),
        (["${element(data.aws_availability_zones.z.names, 0)}", "${data.aws_availability_zones.z.names[0]}"], False),
        (["${data.aws_region.r.name}a", "${data.aws_region.r.name}b"], True),
        (["${data.aws_region.r.name}a", "${data.aws_region.r.name}a"], False),
    ],
)
def test_zones_are_told_apart_by_name_index_or_text(zones, several):
    assert in_several_zones(named(*zones)) is several


@pytest.mark.parametrize(
    "zones",
    [
        ["eu-west-1a", "${data.aws_availability_zones.z.names[1]}"],
        ["${data.aws_availability_zones.one.names[0]}", "${data.aws_availability_zones.other.names[1]}"],
        ["${data.aws_region.one.name}a", "${data.aws_region.other.name}b"],
        ["${var.first}", "${var.second}"],
    ],
)
def test_zones_that_may_be_one_are_undecidable(zones):
    with pytest.raises(Undecidable, match="zone of aws_subnet"):
        in_several_zones(named(*zones))


def test_a_zone_by_name_cannot_be_held_against_one_by_id():
    with pytest.raises(Undecidable):
        in_several_zones(subnets({"availability_zone": "eu-west-1a"}, {"availability_zone_id": "euw1-az2"}))


def test_a_counted_subnet_with_a_counted_zone_lies_in_several_where_the_count_is_known():
    zone = "${data.aws_availability_zones.z.names[count.index]}"
    assert in_several_zones(subnets({"count": 2, "availability_zone": zone}))
    assert not in_several_zones(subnets({"count": 1, "availability_zone": zone}))
    with pytest.raises(Undecidable):
        in_several_zones(subnets({"count": "${var.many}", "availability_zone": zone}))


@pytest.mark.parametrize(
    ("cidr", "expected"),
    [
        ("10.0.0.0/16", "10.0.0.0/16"),
        ("${aws_vpc.main.cidr_block}", "10.8.0.0/16"),
        ("${cidrsubnet(aws_vpc.main.cidr_block, 8, 3)}", "10.8.3.0/24"),
        ('${cidrsubnet("10.0.0.0/8", 4, 15)}', "10.240.0.0/12"),
        ("2001:db8::/56", "2001:db8::/56"),
    ],
)
def test_address_ranges(cidr, expected):
    graph = graph_of(aws_vpc={"main": {"cidr_block": "10.8.0.0/16"}}, aws_subnet={"a": {"cidr_block": cidr}})
    assert address_range(graph.get("aws_subnet.a").peek("cidr_block")) == ipaddress.ip_network(expected)


@pytest.mark.parametrize("cidr", ["10.0.0.0/33", "10.0.0.1/24", "ten", '${cidrsubnet("10.0.0.0/16", 4, 16)}'])
def test_what_is_no_address_range(cidr):
    graph = graph_of(aws_subnet={"a": {"cidr_block": cidr}})
    with pytest.raises(ValueError, match=r".+"):
        address_range(graph.get("aws_subnet.a").peek("cidr_block"))


@pytest.mark.parametrize("cidr", ["${var.range}", "${cidrsubnet(var.range, 8, 1)}", "${cidrsubnets(local.x, 1)[0]}"])
def test_an_address_range_that_is_not_known(cidr):
    graph = graph_of(aws_subnet={"a": {"cidr_block": cidr}})
    with pytest.raises(Undecidable):
        address_range(graph.get("aws_subnet.a").peek("cidr_block"))


NETWORK = {
    "aws_vpc": {"main": {"cidr_block": "10.0.0.0/16"}},
    "aws_internet_gateway": {"main": {"vpc_id": "${aws_vpc.main.id}"}},
    "aws_subnet": {"a": {"vpc_id": "${aws_vpc.main.id}"}},
}
OUT = {"destination_cidr_block": "0.0.0.0/0", "gateway_id": "${aws_internet_gateway.main.id}"}
MAIN = "${aws_vpc.main.default_route_table_id}"


def test_a_subnet_without_route_table_is_private():
    graph = graph_of(**NETWORK)
    assert route_table_of(graph.get("aws_subnet.a"), graph) is None
    assert not is_public(graph.get("aws_subnet.a"), graph)


@pytest.mark.parametrize(
    "main",
    [
        {"aws_route": {"out": OUT | {"route_table_id": "${aws_vpc.main.main_route_table_id}"}}},
        {"aws_default_route_table": {"main": {"default_route_table_id": MAIN, "route": [OUT]}}},
        {
            "aws_route_table": {"main": {"vpc_id": "${aws_vpc.main.id}", "route": OUT}},
            "aws_main_route_table_association": {
                "main": {"vpc_id": "${aws_vpc.main.id}", "route_table_id": "${aws_route_table.main.id}"}
            },
        },
    ],
)
def test_the_main_route_table_counts_where_there_is_no_association(main):
    graph = graph_of(**NETWORK, **main)
    assert main_table(graph.get("aws_vpc.main"), graph) is not None
    assert is_public(graph.get("aws_subnet.a"), graph)


def test_routes_stand_in_the_table_and_beside_it():
    table = {"vpc_id": "${aws_vpc.main.id}", "route": {"cidr_block": "10.9.0.0/16", "gateway_id": "local"}}
    route = OUT | {"route_table_id": "${aws_route_table.public.id}"}
    graph = graph_of(**NETWORK, aws_route_table={"public": table}, aws_route={"out": route})
    assert len(routes_of(graph.get("aws_route_table.public"), graph)) == 2


def test_a_virtual_private_gateway_makes_nothing_public():
    vpn = OUT | {"gateway_id": "${aws_vpn_gateway.main.id}", "route_table_id": "${aws_vpc.main.main_route_table_id}"}
    graph = graph_of(**NETWORK, aws_vpn_gateway={"main": {}}, aws_route={"out": vpn})
    assert not is_public(graph.get("aws_subnet.a"), graph)
