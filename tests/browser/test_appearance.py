"""Light and dark, on paper, and without scripts."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from .conftest import Open
from .pages import Pages

LIGHTNESS = """name => {
    const probe = document.createElement('canvas').getContext('2d')
    probe.fillStyle = getComputedStyle(document.body)[name]
    probe.fillRect(0, 0, 1, 1)
    return Math.max(...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)) / 255
}"""
CONTROLS = (".filters", "#theme", "nav", "#resource")


def test_the_page_follows_the_system(open_page: Open) -> None:
    assert _is_light(open_page("twenty_faults"))
    assert not _is_light(open_page("twenty_faults", dark=True))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_reader_chooses_a_theme_and_the_browser_remembers_it(open_page: Open, dark: bool) -> None:
    page = open_page("twenty_faults", dark=dark)
    button = page.get_by_role("button", name="Theme")
    seen = [_told(page, button)]
    for _ in range(3):
        button.click()
        seen.append(_told(page, button))
        page.reload()
        assert _told(page, button) == seen[-1]
    assert seen == [("system", not dark), ("light", True), ("dark", False), ("system", not dark)]


def test_on_paper_there_is_all_that_was_found_and_nothing_to_press(open_page: Open, pages: Pages) -> None:
    page = open_page("twenty_faults", dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    assert _is_light(page)
    for control in CONTROLS:
        expect(page.locator(control)).to_be_hidden()
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    printed = _letters(text)
    for finding in pages.audit("twenty_faults").runs[0].verdict.findings:
        for part in (finding.rule, finding.address, finding.message):
            assert _letters(part) in printed
    # What the screen shows only when it is asked for.
    for failure in _failures(pages):
        assert failure in printed


def test_without_scripts_it_reads_the_same(open_page: Open, pages: Pages) -> None:
    page = open_page("twenty_faults", javascript=False)
    for control in (".filters", "#theme", "#resource"):
        expect(page.locator(control)).to_be_hidden()
    for finding in pages.audit("twenty_faults").runs[0].verdict.findings:
        place = page.locator("#cards .place", has_text=finding.address).filter(has_text=finding.message)
        expect(place.first).to_be_visible()
    opened = page.locator("#controls details[open] > details").first
    asked = opened.locator("li").first
    expect(asked).to_be_hidden()
    opened.locator("summary").click()
    expect(asked).to_be_visible()


def _letters(text: str) -> str:
    """The text without spaces and ligatures, which a PDF has in places of its own."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _is_light(page: Page) -> bool:
    paper, ink = page.evaluate(LIGHTNESS, "backgroundColor"), page.evaluate(LIGHTNESS, "color")
    assert abs(paper - ink) > 0.6
    return bool(paper > ink)


def _told(page: Page, button: Locator) -> tuple[str, bool]:
    return button.inner_text().removeprefix("Theme: "), _is_light(page)


def _failures(pages: Pages) -> list[str]:
    evidence = pages.audit("twenty_faults").runs[0].verdict.evidence
    assert evidence and evidence.failures
    return [failure.id for failure in evidence.failures]
