"""Verdicts to draw pictures of, and readers of what was drawn, for the tests of the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import generator
import made_up_verdicts as made
import pytest
from real_verdicts import DOCUMENTS, real_verdict

from stackgate.evidence import Evidence, Pair, SeenResource
from stackgate.finding import Finding, Verdict
from stackgate.reports.audit import JudgedRun
from stackgate.reports.html.picture import draw
from stackgate.reports.html.picture.boxes import Box
from stackgate.reports.html.picture.facts import Facts
from stackgate.reports.html.picture.labels import Labels
from stackgate.reports.html.picture.layout import layout
from stackgate.reports.html.picture.scene import Container, scene_of
from stackgate.resolver import build_graph

SVG = "{http://www.w3.org/2000/svg}"


def seen(address: str, *references: str, stack: str = "s", zone: str | None = None) -> SeenResource:
    kind = address.removeprefix("data.").partition(".")[0]
    return SeenResource(stack, address, kind, None, None, zone, references)


def verdict_of(*resources: SeenResource, findings: Sequence[Finding] = (), passed: Sequence[str] = ()) -> Verdict:
    pairs = tuple(Pair("rule", "s", address, "pass") for address in passed)
    counts = {"judged": len(pairs)}
    return Verdict("prod", ("validators",), (), counts, tuple(findings), evidence=Evidence(resources, pairs))


def picture_of(verdict: Verdict, prefix: str = "a-") -> ElementTree.Element:
    return ElementTree.fromstring(draw(JudgedRun("prod", verdict), prefix))


def regions_of(*resources: SeenResource) -> list[Container]:
    return scene_of(Facts(verdict_of(*resources)))


def layout_of(verdict: Verdict) -> Box:
    assert verdict.evidence is not None
    regions = scene_of(Facts(verdict))
    return layout(regions, Labels(regions, verdict.evidence.resources))


def nodes_of(picture: ElementTree.Element) -> list[ElementTree.Element]:
    return [link for link in picture.iter(f"{SVG}a") if "node" in link.attrib["class"].split()]


def titles(picture: ElementTree.Element) -> list[str]:
    return [link.findtext(f"{SVG}title") or "" for link in nodes_of(picture)]


def frames(container: Container) -> Iterator[tuple[Container, Container]]:
    for inner in container.inside:
        yield container, inner
        yield from frames(inner)


@cache
def generated(number: int) -> Verdict:
    """A verdict of a generated document, every twentieth resource at fault."""
    document = generator.document(number)
    graph = build_graph(document, "big", Path(generator.__file__).parent)
    resources = []
    for resource in graph:
        zone = resource.peek("availability_zone")
        references = tuple(dict.fromkeys(reference.target for reference in resource.outgoing))
        known = zone if isinstance(zone, str) else None
        resources.append(
            SeenResource("big", resource.address, resource.type, resource.construct, None, known, references)
        )
    findings = tuple(made.finding(address=resource.address, stack="big") for resource in resources[::20])
    return Verdict("prod", ("policies",), (), {"judged": 0}, findings, evidence=Evidence(tuple(resources)))


def many_stacks(number: int) -> Verdict:
    """So many stacks of a VPC, a subnet, a queue and a function."""
    resources = []
    for index in range(number):
        stack = f"s{index}"
        resources += [
            seen("aws_vpc.main", stack=stack),
            seen("aws_subnet.a", "aws_vpc.main", stack=stack, zone="eu-west-1a"),
            seen("aws_sqs_queue.jobs", stack=stack),
            seen("aws_lambda_function.run", "aws_sqs_queue.jobs", "aws_subnet.a", stack=stack),
        ]
    return verdict_of(*resources)


def every_verdict() -> dict[str, Verdict]:
    """Pictures of all sizes and shapes."""
    return {
        **{document: real_verdict(document) for document in DOCUMENTS},
        **{f"generated {number}": generated(number) for number in (62, 186, 620, 6200)},
        "made up": made.verdict(*made.each_kind()),
        "one": verdict_of(seen("null_resource.only")),
        "stacks": many_stacks(30),
        "more stacks": many_stacks(300),
        "circle": verdict_of(
            *(seen(f"aws_sqs_queue_policy.p{i}", f"aws_sqs_queue_policy.p{(i + 1) % 9}") for i in range(9))
        ),
        "chain": verdict_of(*(seen(f"aws_security_group.g{i}", f"aws_security_group.g{i + 1}") for i in range(3000))),
    }


VERDICTS = every_verdict()
ALL = pytest.mark.parametrize("name", VERDICTS)
