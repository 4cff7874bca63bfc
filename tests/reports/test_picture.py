"""The picture as it is drawn: links, words, colours, and nothing that a text could do."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import made_up_verdicts as made
import pytest
from pictures import (
    SVG,
    generated,
    nodes_of,
    picture_of,
    seen,
    titles,
    verdict_of,
)

from stackgate.evidence import Evidence, SeenResource
from stackgate.finding import Verdict
from stackgate.reports.audit import JudgedRun
from stackgate.reports.html.picture import STYLE, draw
from stackgate.reports.html.picture.icons import SHAPES
from stackgate.reports.html.picture.wording import TIMES, cut, text_width


def test_the_worst_status_marks_a_node_and_words_tell_it() -> None:
    findings = [
        made.finding(stack="s", address="aws_sqs_queue.bad", status=status, level=level)
        for status, level in [
            ("waived", "error"),
            ("fail", "warning"),
            ("fail", "error"),
            ("fail", "error"),
            ("unknown", "error"),
        ]
    ]
    resources = [seen(f"aws_sqs_queue.{name}") for name in ("bad", "good", "never")]
    picture = picture_of(verdict_of(*resources, findings=findings, passed=["aws_sqs_queue.good", "aws_sqs_queue.bad"]))
    assert titles(picture) == [
        "aws_sqs_queue.bad: 2 faults, 1 unknown, 1 warning, 1 waived",
        "aws_sqs_queue.good: passed",
        "aws_sqs_queue.never: not judged",
    ]
    assert [link.attrib["class"] for link in nodes_of(picture)] == ["node fail", "node pass", "node none"]
    assert [link.attrib["href"] for link in nodes_of(picture)] == ["#a-r0", "#a-r1", "#a-r2"]


@pytest.mark.parametrize(
    ("status", "level", "worst"),
    [
        ("fail", "error", "fail"),
        ("fail", "warning", "warning"),
        ("unknown", "warning", "unknown"),
        ("waived", "error", "waived"),
        ("pass", "error", "none"),
    ],
)
def test_each_status_has_its_class(status: str, level: str, worst: str) -> None:
    finding = made.finding(stack="s", address="aws_sqs_queue.q", status=status, level=level)
    other = made.finding(stack="other", address="aws_sqs_queue.q")
    (link,) = nodes_of(picture_of(verdict_of(seen("aws_sqs_queue.q"), findings=[finding, other])))
    assert link.attrib["class"] == f"node {worst}"


def test_many_of_a_type_are_one_node() -> None:
    queues = [seen(f"aws_sqs_queue.q{number}") for number in range(240)]
    findings = [made.finding(stack="s", address=f"aws_sqs_queue.q{number}") for number in range(12) for _ in range(2)]
    (link,) = nodes_of(picture_of(verdict_of(*queues, findings=findings)))
    assert link.findtext(f"{SVG}title") == f"aws_sqs_queue {TIMES} 240, 12 with findings"
    assert {name: link.attrib[name] for name in ("href", "data-type", "class")} == {
        "href": "#a-findings",
        "data-type": "aws_sqs_queue",
        "class": "node group fail",
    }


def test_the_same_address_in_two_stacks_is_two_resources() -> None:
    resources = [seen("aws_sqs_queue.q", stack=stack) for stack in ("one", "two")]
    finding = made.finding(stack="two", address="aws_sqs_queue.q")
    picture = picture_of(verdict_of(*resources, findings=[finding]))
    assert [link.attrib["class"] for link in nodes_of(picture)] == ["node none", "node fail"]


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw(JudgedRun("prod", made.verdict(kept=False)), "a-") == ""
    assert draw(JudgedRun("prod", verdict_of()), "a-") == ""


@pytest.mark.parametrize("text", made.HOSTILE_TEXTS)
def test_hostile_text_stays_text(text: str) -> None:
    resources = [
        SeenResource(text, f"aws_sqs_queue.{text}", "aws_sqs_queue", text, None, text, ()),
        SeenResource(text, f"{text}.x", text, text, None, text, (f"aws_sqs_queue.{text}",)),
        SeenResource(text, "aws_vpc.v", "aws_vpc", text, None, None, ()),
        SeenResource(text, "aws_subnet.s", "aws_subnet", text, None, text, ("aws_vpc.v",)),
        *(SeenResource(text, f"aws_{text}.x{number}", f"aws_{text}", text, None, text, ()) for number in range(9)),
    ]
    verdict = Verdict("prod", (), (), {}, (), evidence=Evidence(tuple(resources)))
    svg = draw(JudgedRun(text, verdict), "a-")
    assert len(svg) < 100_000
    assert svg.isprintable()
    root = ElementTree.fromstring(svg)
    known = {"svg", "g", "defs", "symbol", "path", "rect", "text", "tspan", "title", "a", "use"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= known
    assert not any(name.startswith("on") or name == "style" for element in root.iter() for name in element.attrib)
    assert all(link.attrib["href"].startswith("#a-") for link in root.iter(f"{SVG}a"))


def test_a_label_keeps_its_ends_and_its_width() -> None:
    assert cut("queue", 100, 12) == "queue"
    shortened = cut("orders_of_the_shop_in_europe_dead_letters", 120, 12)
    assert shortened.startswith("orders") and shortened.endswith("etters")
    assert text_width(shortened, 12) <= 120
    assert text_width("注文", 12) > text_width("ab", 12)


def labels(*addresses: str, kind: str = "") -> list[str]:
    resources = [replace(seen(address), type=kind or address.partition(".")[0]) for address in addresses]
    picture = picture_of(verdict_of(*resources))
    return [link.findtext(f"{SVG}text") or "" for link in nodes_of(picture)]


def test_each_is_called_by_its_name_whatever_its_neighbour_is_called() -> None:
    given = ["aws_sqs_queue.letters_queue_0A1B2C3D", "aws_sqs_queue.letters_jobs", 'aws_sqs_queue.all_89ABCDEF["x"]']
    assert labels(*given) == ["letters_queue", "letters_jobs", 'all["x"]']


def test_what_only_the_hash_or_the_module_tells_apart_keeps_it() -> None:
    assert labels("aws_sqs_queue.jobs_0A1B2C3D", "aws_sqs_queue.jobs_89ABCDEF") == ["jobs_0A1B2C3D", "jobs_89ABCDEF"]
    in_modules = labels("module.a.aws_sqs_queue.q", "module.b.aws_sqs_queue.q", kind="aws_sqs_queue")
    assert in_modules == ["module.a.q", "module.b.q"]
    assert labels("aws_sqs_queue.q", "aws_sns_topic.q") == ["q", "q"], "their types are told beside"


def test_a_name_is_cut_so_that_it_means_no_other_of_its_type() -> None:
    middle = "of_the_whole_stream_that_is_throttled"
    names = [f"alarm_{middle}_{part}_too_late" for part in ("reads", "write")]
    names += [f"{part}_{middle}" for part in ("one", "two")]
    shown = labels(*(f"aws_sqs_queue.{name}" for name in names))
    assert all("…" in label for label in shown)
    for label, name in zip(shown, names, strict=True):
        head, _, tail = label.partition("…")
        assert [other for other in names if other.startswith(head) and other.endswith(tail)] == [name]


def test_the_style_has_a_colour_for_each_status_and_fetches_nothing() -> None:
    assert all(f".pic-badge.{status}" in STYLE for status in SHAPES)
    assert "url(" not in STYLE and "@import" not in STYLE
    used = set(re.findall(r"class=\"([^\"]+)\"", draw(JudgedRun("p", generated(62)), "a-")))
    styled = set(re.findall(r"\.([a-z-]+)", STYLE))
    states = {"node", "satellite", "group", "pass", "waived", "none", "nodes", "narrow", "pic-other", "pic-lookup"}
    assert {name for names in used for name in names.split()} - styled <= states


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_text_has_the_contrast_of_wcag_aa_and_marks_that_of_graphics(theme: int) -> None:
    found = re.findall(r"--pic-([a-z]+): light-dark\((#\w{6}), (#\w{6})\)", STYLE)
    colours = {name: pair[theme] for name, *pair in found}
    for name in ("text", "soft", "data"):
        assert contrast(colours[name], colours["paper"]) >= 4.5 and contrast(colours[name], colours["card"]) >= 4.5
    for name in (*SHAPES, "entry", "compute", "streams", "data", "network", "security", "monitoring"):
        assert contrast(colours[name], colours["card"]) >= 3


def test_a_node_says_its_type_without_what_all_share() -> None:
    picture = picture_of(verdict_of(seen("aws_cloudwatch_log_group.a")))
    words = [text.text for link in nodes_of(picture) for text in link.iter(f"{SVG}text")]
    assert words == ["a", "cloudwatch_log_group"]
