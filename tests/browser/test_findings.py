"""The findings of the stack with twenty faults, as somebody looks through them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from stackgate.finding import Finding
from stackgate.reports.audit import Audit

from .conftest import Open
from .faults import FAULTS
from .pages import Pages
from .shown import expected, shown, state_of


@pytest.fixture
def audit(pages: Pages) -> Audit:
    return pages.audit("twenty_faults")


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page("twenty_faults")


def test_all_are_there_the_worst_first(page: Page, audit: Audit) -> None:
    assert len(expected(audit)) > len(FAULTS)
    assert shown(page) == expected(audit)
    badges = page.locator("#cards .card > header > .badge").all_text_contents()
    ranks = [("fault", "unknown", "warning", "waived").index(badge.lower()) for badge in badges]
    assert ranks == sorted(ranks) and len(set(ranks)) == 4


@pytest.mark.parametrize("state", ["fail", "unknown", "warning", "waived"])
def test_by_status(page: Page, audit: Audit, state: str) -> None:
    wanted = expected(audit, lambda finding: state_of(finding) == state)
    chip = page.locator(f".chip[data-status={state}]")
    expect(chip.locator("b")).to_have_text(str(len(wanted)))
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    assert shown(page) == wanted
    expect(page.locator("#found")).to_have_text(f"{len(wanted)} of {len(expected(audit))} findings")
    chip.click()
    assert shown(page) == expected(audit)


def test_by_control_as_chosen_and_as_clicked(page: Page, audit: Audit) -> None:
    control = _common_control(audit)
    wanted = expected(audit, lambda finding: control in finding.controls)
    assert 1 < len(wanted) < len(expected(audit))
    choice = page.locator("select[name=control]")
    choice.select_option(control)
    assert shown(page) == wanted
    choice.select_option("")
    assert shown(page) == expected(audit)
    page.locator("#cards").get_by_role("link", name=control, exact=True).first.click()
    expect(choice).to_have_value(control)
    assert shown(page) == wanted


@pytest.mark.parametrize(
    ("text", "belongs"),
    [
        ("no route leads to it", lambda one: one.rule == "network_nat_routed"),
        ("AWS_SNS_TOPIC", lambda one: one.address == "aws_sns_topic.monitoring_topic"),
        ("kms_key_id flow_logs", lambda one: one.address == "aws_cloudwatch_log_group.flow_logs_group"),
        ("513", lambda one: one.value == "513"),
    ],
)
def test_by_search(page: Page, audit: Audit, text: str, belongs: Callable[[Finding], bool]) -> None:
    wanted = expected(audit, belongs)
    assert wanted
    page.get_by_role("searchbox").fill(text)
    assert shown(page) == wanted


def test_what_is_chosen_stands_in_the_address(page: Page, audit: Audit, open_page: Open) -> None:
    page.locator(".chip[data-status=fail]").click()
    page.locator("select[name=engine]").select_option("validators")
    page.get_by_role("searchbox").fill("network")

    def belongs(finding: Finding) -> bool:
        return state_of(finding) == "fail" and finding.engine == "validators" and "network" in finding.address

    assert shown(page) == expected(audit, belongs) != []
    other = open_page("twenty_faults", fragment=page.evaluate("location.hash.slice(1)"))
    assert shown(other) == expected(audit, belongs)
    expect(other.locator(".chip[data-status=fail]")).to_have_attribute("aria-pressed", "true")
    expect(other.locator("select[name=engine]")).to_have_value("validators")
    expect(other.get_by_role("searchbox")).to_have_value("network")


def test_nothing_that_matches_is_said_and_mended(page: Page, audit: Audit) -> None:
    expect(page.locator("#no-match")).to_be_hidden()
    page.get_by_role("searchbox").fill("no finding has this")
    expect(page.locator("#no-match")).to_be_visible()
    assert shown(page) == []
    page.locator("#no-match").get_by_role("button").click()
    expect(page.locator("#no-match")).to_be_hidden()
    assert shown(page) == expected(audit)


def test_with_the_keyboard_alone(page: Page, audit: Audit) -> None:
    search = page.get_by_role("searchbox")
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type("cpu/")
    expect(search).to_have_value("cpu/")
    assert shown(page) == []
    page.keyboard.press("Escape")
    expect(search).to_have_value("")
    assert shown(page) == expected(audit)


def test_by_resource(page: Page, audit: Audit) -> None:
    page.locator("select[name=group]").select_option("resource")
    titles = page.locator("#cards h3").all_text_contents()
    assert Counter(titles) == Counter({told.split(" ")[1] for told in expected(audit)})


def test_each_tells_where_what_and_how_to_mend_it(page: Page, audit: Audit) -> None:
    (fault,) = (one for one in audit.runs[0].verdict.findings if one.rule == "topic_encrypted")
    card = page.locator("#cards .card", has=page.get_by_role("heading", name=fault.rule, exact=True))
    assert fault.construct and fault.controls and fault.source
    place = f"{fault.source.file}:{fault.source.line}"
    for text in (place, fault.address, fault.message, fault.why, fault.fix, fault.construct, *fault.controls):
        expect(card).to_contain_text(re.sub(r"\s+", " ", text))
    (accepted,) = (one for one in audit.runs[0].verdict.findings if one.waiver)
    assert accepted.waiver
    for text in accepted.waiver.values():
        expect(page.locator("#cards .card.waived")).to_contain_text(text)


def _common_control(audit: Audit) -> str:
    """The control that most findings, but not all, are about."""
    findings = audit.runs[0].verdict.findings
    counts = Counter(control for finding in findings for control in finding.controls)
    return next(control for control, number in counts.most_common() if number < len(findings))
