"""The page as a whole: well formed, the same each time, and nothing in it comes to life."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from itertools import pairwise

import pytest
from made_up_verdicts import HOSTILE_TEXTS, each_kind, finding, hostile, many, three_runs, verdict
from read_page import Element, Page, by_id, content, page

from stackgate.finding import JudgementError, Verdict
from stackgate.gate import could_not_judge
from stackgate.reports import render
from stackgate.reports.audit import Audit
from stackgate.reports.html.words import LONGEST

EVERY = verdict(*each_kind(), errors=[JudgementError("bad.json", "is empty\nat its end")])
NAMES = ("one", "no evidence", "errors", "nothing judged", "nothing found", "many runs", "many findings")


def judged(name: str) -> Audit | Verdict:
    return {
        "one": EVERY,
        "no evidence": verdict(*each_kind(), kept=False),
        "errors": verdict(errors=[JudgementError("x", "y")]),
        "nothing judged": could_not_judge("prod", "synth", "the app failed"),
        "nothing found": verdict(),
        "many runs": three_runs(),
        "many findings": many(500),
    }[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_well_formed_and_accessible(name: str) -> None:
    root = page(judged(name))
    ids = Counter(one.attributes["id"] for one in root.walk() if "id" in one.attributes)
    assert max(ids.values()) == 1
    assert len(root.all("h1")) == len(root.all("main")) == 1
    assert [one.attributes["lang"] for one in root.all("html")] == ["en"]
    for section in root.all("section"):
        assert section.attributes["aria-labelledby"] in ids
    levels = [int(one.tag[1]) for one in root.walk() if re.fullmatch("h[1-6]", one.tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for link in root.all("a"):
        target = link.attributes.get("href", "")
        assert target.startswith("#"), "the page leads nowhere else"
        assert target[1:] in ids or "=" in target or re.fullmatch(r"#(run\d+-(r\d+|of-\w+))?", target), target


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_a_pure_function_of_the_audit(name: str) -> None:
    audit = judged(name)
    assert render(audit, "html") == render(audit, "html")


@pytest.mark.parametrize("name", NAMES)
def test_the_policy_allows_the_pages_own_style_and_scripts_alone(name: str) -> None:
    root = page(judged(name))
    (policy,) = [one.attributes["content"] for one in root.all("meta", http_equiv="Content-Security-Policy")]
    told = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert told["default-src"] == told["base-uri"] == told["form-action"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy
    styles = {_digest(one) for one in root.all("style")}
    scripts = {_digest(one) for one in root.all("script") if one.attributes.get("type") != "application/json"}
    assert told["style-src"].split() == list(styles)
    assert set(told["script-src"].split()) == scripts
    assert not [one for one in root.walk() if "style" in one.attributes or "src" in one.attributes]
    assert not [name for one in root.walk() for name in one.attributes if name.startswith("on")]
    assert [one.attributes["href"] for one in root.all("link")] == ["data:,"]


def _digest(element: Element) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(element.source.encode()).digest()).decode()}'"


PLAIN = page(hostile("plain"))


@pytest.mark.parametrize("number", range(len(HOSTILE_TEXTS)))
def test_hostile_text_does_not_become_markup(number: int) -> None:
    text = HOSTILE_TEXTS[number]
    report = render(hostile(text), "html")
    root = Page(report).root
    assert len(report) < 500_000
    assert not re.search(
        r"[^\n -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\U0010ffff]|[\u200b-\u200f\u2028-\u202e\u2066-\u2069]", report
    )
    allowed = {one.tag for one in PLAIN.walk()}
    assert {one.tag for one in root.walk()} <= allowed
    scripts = [len(one.all("script")) for one in (root, PLAIN)]
    assert scripts[0] == scripts[1]
    content(root, "content")
    content(root, "run0-evidence")


def test_hostile_text_is_shown_as_it_is() -> None:
    text = "</script><img src=x onerror=alert(1)><!--"
    root = page(hostile(text))
    assert text in by_id(root, "cards").text
    assert text in content(root, "content")["texts"]
    shown = by_id(page(verdict(finding(value="a\u202eb\x1b[1m"))), "cards").text
    assert r"a\u202eb\x1b[1m" in shown


def test_a_long_text_is_cut_and_its_length_told() -> None:
    shown = by_id(page(verdict(finding(value="v" * 1_000_000))), "cards").text
    assert "v" * LONGEST + "… (1,000,000 characters)" in shown
    assert "v" * (LONGEST + 1) not in shown


def test_lines_of_a_message_stay_lines() -> None:
    report = render(EVERY, "html")
    assert "is empty\nat its end" in report
