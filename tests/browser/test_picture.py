"""The picture leads to what was found, with the mouse, with the keyboard and by its address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from stackgate.evidence import Evidence
from stackgate.finding import Verdict

from .conftest import Open
from .pages import Pages
from .shown import expected, shown, state_of

FAULTY = (
    "aws_kinesis_stream.stream_video",
    "aws_rds_cluster.database_cluster",
    "aws_subnet.network_private_b",
    "aws_sqs_queue.dead_letters_jobs",
)
GOOD = "aws_vpc.network_vpc"


@pytest.fixture
def verdict(pages: Pages) -> Verdict:
    return pages.audit("twenty_faults").runs[0].verdict


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page("twenty_faults")


@pytest.mark.parametrize("address", FAULTY)
def test_a_resource_leads_to_its_findings(page: Page, verdict: Verdict, address: str) -> None:
    found = [finding for finding in verdict.findings if finding.address == address]
    node = _node(page, verdict, address)
    node.locator("text").first.click()
    dialog = page.get_by_role("dialog", name=address)
    expect(dialog).to_be_visible()
    titles = dialog.locator("#resource-findings .place .title").all_text_contents()
    assert sorted(titles) == sorted(finding.rule for finding in found) != []
    for finding in found:
        for text in (finding.message, finding.fix, *finding.controls):
            expect(dialog).to_contain_text(text)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(node).to_be_focused()


def test_a_good_resource_leads_to_what_was_asked_and_seen(page: Page, verdict: Verdict) -> None:
    asked = [pair for pair in _evidence(verdict).pairs if pair.address == GOOD]
    _node(page, verdict, GOOD).locator("text").first.click()
    dialog = page.get_by_role("dialog", name=GOOD)
    expect(dialog.locator("#resource-asked tbody tr")).to_have_count(len(asked))
    for pair in asked:
        expect(dialog.locator("#resource-asked")).to_contain_text(pair.rule)
        for value in pair.values.values():
            expect(dialog.locator("#resource-asked")).to_contain_text(value[:40])
    assert any(pair.values for pair in asked)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_with_the_keyboard_alone(page: Page, verdict: Verdict) -> None:
    page.locator(".drawing").focus()
    page.keyboard.press("Tab")
    number = page.evaluate("document.activeElement.dataset.resource")
    address = _evidence(verdict).resources[int(number)].address
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name=address)).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")


def test_by_address(open_page: Open, verdict: Verdict) -> None:
    place = [one.address for one in _evidence(verdict).resources].index(FAULTY[0])
    page = open_page("twenty_faults", fragment=f"run0-r{place}")
    expect(page.get_by_role("dialog", name=FAULTY[0])).to_be_visible()


def test_each_resource_has_the_mark_of_its_worst_finding(page: Page, verdict: Verdict) -> None:
    order = ("fail", "unknown", "warning", "waived")
    for number, resource in enumerate(_evidence(verdict).resources):
        states = {state_of(finding) for finding in verdict.findings if finding.address == resource.address}
        worst = next((state for state in order if state in states), None)
        node = page.locator(f".drawing a[data-resource='{number}']")
        if worst and node.count():
            assert worst in (node.get_attribute("class") or "").split()
            expect(node.locator("title")).to_contain_text(resource.address)


def test_references_come_forward_with_their_node(page: Page) -> None:
    edge = page.locator(".drawing .edge").first
    name = edge.get_attribute("data-from")
    node = page.locator(f".drawing a[data-node='{name}'], .drawing a[data-resource='{name}']").first
    assert page.locator(".edge.lit").count() == 0
    node.focus()
    assert page.locator(".edge.lit").count() > 0
    assert {name} <= set(
        page.locator(".edge.lit").evaluate_all("all => all.flatMap(e => [e.dataset.from, e.dataset.to])")
    )
    page.get_by_role("searchbox").focus()
    assert page.locator(".edge.lit").count() == 0


def test_a_type_that_is_drawn_as_one_leads_to_the_findings_of_that_type(open_page: Open, pages: Pages) -> None:
    page = open_page("large")
    wanted = expected(pages.audit("large"), lambda finding: finding.address.startswith("aws_kms_key."))
    assert wanted
    page.locator(".drawing a[data-type=aws_kms_key] text").first.click()
    expect(page.locator("select[name=type]")).to_have_value("aws_kms_key")
    expect(page.locator("#found")).to_contain_text(f"{len(wanted):,} of ")
    assert set(shown(page)) <= set(wanted) and shown(page)


def _evidence(verdict: Verdict) -> Evidence:
    assert verdict.evidence
    return verdict.evidence


def _node(page: Page, verdict: Verdict, address: str) -> Locator:
    place = [one.address for one in _evidence(verdict).resources].index(address)
    return page.locator(f".drawing a[data-resource='{place}']")
