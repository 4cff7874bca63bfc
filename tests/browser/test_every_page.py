"""What holds for each page: it opens without a complaint, asks nobody for anything, and everybody can read it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .audits import PAGES
from .conftest import Open
from .visit import DESKTOP, PHONE

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
THEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
EACH = pytest.mark.parametrize("name", PAGES)

# One of each kind: thousands more of them would be judged in the same way.
OPEN_SOME = """document.querySelectorAll('section').forEach(section => {
    for (const name of new Set([...section.querySelectorAll('details')].map(one => one.className)))
        section.querySelector(name ? `details.${name.split(' ').join('.')}` : 'details').open = true
})"""
STICKING_OUT = """() => [...document.body.querySelectorAll('*')].filter(one => {
    const box = one.getBoundingClientRect()
    if (box.right <= document.documentElement.clientWidth + 1 || box.width < 2) return false
    for (let up = one; up && up !== document.body; up = up.parentElement)
        if (up.checkVisibility() === false || getComputedStyle(up).overflowX !== 'visible') return false
    return true
}).map(one => one.outerHTML.slice(0, 120))"""


@EACH
@SIZES
@THEMES
def test_nothing_keeps_anybody_from_reading_it(open_page: Open, name: str, size: tuple[int, int], dark: bool) -> None:
    page = open_page(name, size=size, dark=dark)
    page.evaluate(OPEN_SOME)
    assert _serious(page) == []


@EACH
@SIZES
def test_it_fits_the_width_of_the_screen(open_page: Open, name: str, size: tuple[int, int]) -> None:
    page = open_page(name, size=size)
    page.evaluate(OPEN_SOME)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(STICKING_OUT) == []


@EACH
def test_it_says_at_once_what_came_out(open_page: Open, name: str) -> None:
    page = open_page(name)
    decision = page.get_by_role("heading", level=1)
    assert decision.inner_text().strip()
    box = decision.bounding_box()
    assert box is not None and box["y"] + box["height"] < DESKTOP[1]
    assert page.title()
    assert page.evaluate("document.documentElement.lang") == "en"


def _serious(page: Page) -> list[str]:
    """What axe-core calls serious or critical: rule, help, and the first places."""
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['impact']} {one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in violations
        if one["impact"] in ("serious", "critical")
    ]
