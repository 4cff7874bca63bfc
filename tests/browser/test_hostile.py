"""Hostile content stays text: nothing of it becomes markup, runs, asks for anything or turns the text around."""

from __future__ import annotations

import pytest
from made_up_verdicts import HOSTILE_TEXTS
from playwright.sync_api import Page, expect

from .conftest import Open

INJECTED = """() => [...document.querySelectorAll('*')].filter(one =>
    ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'AUDIO', 'VIDEO'].includes(one.tagName)
    || [...one.attributes].some(({name, value}) =>
        name.startsWith('on') || name === 'style' || /^\\\\s*(javascript|data:text|https?|file):/i.test(value))
).map(one => one.outerHTML.slice(0, 200))"""
CONTROL = "/[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]/"
STEERING = f"() => [...document.body.textContent.matchAll(new RegExp({CONTROL}, 'g'))].map(one => escape(one[0]))"
FRAGMENTS = (
    "q=<img src=x onerror=alert(1)>",
    "q=%3Cscript%3Ealert(1)%3C/script%3E",
    "control=__proto__&type=constructor&status=toString,fail",
    "run0-r999999",
    "run99-r0",
    "run0-r0",
    "%E0%A4%A",
    "status=%",
    "x" * 100_000,
)


def test_nothing_becomes_markup(open_page: Open) -> None:
    page = open_page("hostile")
    scripts = page.locator("script:not([type='application/json'])").count()
    assert scripts == open_page("not_judged").locator("script:not([type='application/json'])").count()
    _open_everything(page)
    assert page.evaluate(INJECTED) == []
    assert page.evaluate(STEERING) == []
    assert page.locator("script:not([type='application/json'])").count() == scripts


def test_it_is_shown_as_the_text_that_it_is(open_page: Open) -> None:
    page = open_page("hostile")
    for text in HOSTILE_TEXTS[:3]:
        expect(page.locator("#cards .message", has_text=text).first).to_be_visible()


def test_each_run_and_resource_can_be_looked_at(open_page: Open) -> None:
    page = open_page("hostile")
    for number in range(len(HOSTILE_TEXTS)):
        page.locator("select#run").select_option(str(number))
        page.evaluate("number => { location.hash = `run${number}-r0` }", number)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert page.evaluate(INJECTED) == []
        assert page.evaluate(STEERING) == []
        page.keyboard.press("Escape")


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=range(len(FRAGMENTS)))
def test_a_hostile_address_does_no_harm(open_page: Open, fragment: str) -> None:
    page = open_page("twenty_faults", fragment=fragment)
    assert page.evaluate(INJECTED) == []
    expect(page.get_by_role("heading", level=1)).to_be_attached()


def _open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.wait_for_timeout(200)
