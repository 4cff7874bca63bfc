"""The visitor notices what a page must not do."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .visit import visiting

MISDEEDS = [
    ("console: oh", "<script>console.error('oh')</script>"),
    ("raises oh", "<script>throw new Error('oh')</script>"),
    ("requests https://example.org/a.png", "<img src='https://example.org/a.png'>"),
    ("requests https://example.org/b", "<script>fetch('https://example.org/b').catch(() => {})</script>"),
    ("requests https://example.org/c.css", "<link rel='stylesheet' href='https://example.org/c.css'>"),
    ("requests file:///etc/hostname", "<iframe src='file:///etc/hostname'></iframe>"),
    ("opens a dialog: oh", "<script>alert('oh')</script>"),
    ("opens a window", "<script>window.open('about:blank')</script>"),
    ("opens a socket to wss://example.org/", "<script>new WebSocket('wss://example.org/')</script>"),
    (
        "Content Security Policy",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\"><style>p { color: red }</style>",
    ),
]


@pytest.mark.parametrize(("noticed", "markup"), MISDEEDS)
def test_a_misdeed_is_noticed(browser: Browser, tmp_path: Path, noticed: str, markup: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(f"<!doctype html><title>x</title>{markup}", encoding="utf-8")
    with visiting(browser, file) as visit:
        visit.page.wait_for_timeout(100)
    assert any(noticed in wrong for wrong in visit.wrong), visit.wrong


def test_a_page_that_does_nothing_is_fine(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><title>x</title><script>document.title = 'y'</script>", encoding="utf-8")
    with visiting(browser, file, fragment="place") as visit:
        assert visit.page.title() == "y"
        assert visit.page.url.endswith("#place")
    assert visit.wrong == []
