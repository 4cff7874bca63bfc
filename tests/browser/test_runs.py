"""One page of six runs: three environments on two generations of the provider."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from stackgate.reports.audit import JudgedRun

from .audits import ENVIRONMENTS
from .conftest import Open
from .pages import Pages
from .shown import shown, told
from .visit import PHONE

COLUMNS = ("aws 6", "aws 5")


@pytest.fixture
def runs(pages: Pages) -> dict[str, JudgedRun]:
    return {run.name: run for run in pages.audit("six_runs").runs}


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page("six_runs")


def test_the_matrix_has_them_all(page: Page, runs: dict[str, JudgedRun]) -> None:
    assert set(runs) == {f"{environment}, {column}" for environment in ENVIRONMENTS for column in COLUMNS}
    assert len({run.verdict.decision for run in runs.values()}) > 1
    matrix = page.locator("table.matrix")
    heads = matrix.locator("thead th").all_text_contents()
    for name, run in runs.items():
        environment, column = name.split(", ")
        place = next(number for number, head in enumerate(heads) if head.endswith(column))
        row = matrix.locator("tbody tr", has=page.get_by_role("rowheader", name=environment, exact=True))
        expect(row.locator("th, td").nth(place)).to_contain_text(run.verdict.decision)


def test_two_generations_and_all_sections_are_in_sight_on_a_phone(open_page: Open) -> None:
    page = open_page("six_runs", size=PHONE)
    parts = page.locator(".top nav a, table.matrix a").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    assert parts and all(left >= 0 and right <= PHONE[0] for left, right in parts)
    tops = page.locator(".top nav a").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 2


def test_what_can_be_scrolled_fades_until_its_end(open_page: Open) -> None:
    page = open_page("six_runs", size=(200, 740))
    table = page.locator("#runs .scroll")
    mask = "one => getComputedStyle(one).maskImage"
    assert "gradient" in table.evaluate(mask)
    table.evaluate("one => { one.scrollLeft = one.scrollWidth }")
    page.wait_for_timeout(100)
    assert table.evaluate(mask) == "none"


def test_it_opens_at_the_worst(page: Page, runs: dict[str, JudgedRun]) -> None:
    blocked = [name for name, run in runs.items() if run.verdict.decision == "blocked"]
    expect(page.locator("#provenance .run-name:visible")).to_have_text(blocked)


@pytest.mark.parametrize("name", ["prod, aws 6", "dev, aws 5"])
def test_a_cell_leads_to_its_run(page: Page, runs: dict[str, JudgedRun], name: str) -> None:
    page.locator("table.matrix a").and_(page.get_by_label(f"{name}:")).click()
    verdict = runs[name].verdict
    wanted = sorted(told(one) for one in verdict.findings if one.status != "pass")
    assert shown(page) == wanted
    expect(page.locator("select[name=run]")).to_have_value(name)
    expect(page.locator("#picture .run-name:visible")).to_have_text([name])
    expect(page.locator("#provenance .run-name:visible")).to_have_text([name])


def test_another_run_is_chosen_at_the_top(page: Page, runs: dict[str, JudgedRun]) -> None:
    name = "staging, aws 5"
    page.locator("select#run").select_option(label=name)
    expect(page.locator("#provenance .run-name:visible")).to_have_text([name])
    expect(page.locator("#provenance")).to_contain_text(runs[name].verdict.documents[0].sha256)


def test_a_finding_of_several_runs_stands_there_once_and_tells_which(page: Page, runs: dict[str, JudgedRun]) -> None:
    twice = runs["dev, aws 6"].verdict.findings[0]
    assert twice.fingerprint in {one.fingerprint for one in runs["dev, aws 5"].verdict.findings}
    assert shown(page).count(told(twice)) == 1
    place = page.locator("#cards .place", has_text=twice.message)
    for searched in ("", twice.message):
        page.get_by_role("searchbox").fill(searched)
        expect(place.first).to_contain_text("dev, aws 6")
        expect(place.first).to_contain_text("dev, aws 5")


def test_what_changed_since_the_earlier_verdict_is_told(page: Page, runs: dict[str, JudgedRun]) -> None:
    name = "prod, aws 6"
    since = runs[name].since
    assert since and since.new
    expect(page.locator("#since .changes:visible .new")).to_contain_text(str(len(since.new)))
    expect(page.locator("#since .changes:visible .fixed")).to_contain_text(str(len(since.fixed)))
    page.locator("select#run").select_option(label="dev, aws 6")
    expect(page.locator("#since .of-run:visible")).to_contain_text("Not compared")
