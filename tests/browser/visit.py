"""A visit to a page by somebody who writes down everything that a page must not do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Dialog, Page, Route

DESKTOP = (1280, 900)
PHONE = (360, 740)
LOUD = ("error", "warning", "assert")


@dataclass
class Visit:
    """An opened page and what it did wrong: errors, requests, dialogs, windows."""

    page: Page
    wrong: list[str] = field(default_factory=list)


@contextmanager
def visiting(
    browser: Browser,
    file: Path,
    *,
    fragment: str = "",
    size: tuple[int, int] = DESKTOP,
    dark: bool = False,
    javascript: bool = True,
) -> Iterator[Visit]:
    """A visit to the page in a file, in a browser profile of its own; `fragment` is what the URL has behind its #."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        java_script_enabled=javascript,
        has_touch=size == PHONE,
    )
    try:
        visit = Visit(context.new_page())
        address = file.resolve().as_uri()
        _watch(visit, address)
        visit.page.goto(f"{address}#{fragment}" if fragment else address, wait_until="load")
        yield visit
    finally:
        context.close()


def _watch(visit: Visit, address: str) -> None:
    page, wrong = visit.page, visit.wrong

    def judge(route: Route) -> None:
        if route.request.url.partition("#")[0] == address:
            route.continue_()
        else:
            wrong.append(f"requests {route.request.url[:200]}")
            route.abort()

    def dismiss(dialog: Dialog) -> None:
        wrong.append(f"opens a dialog: {dialog.message[:200]}")
        dialog.dismiss()

    page.context.route("**/*", judge)
    page.on("console", lambda said: wrong.append(f"console: {said.text[:400]}") if said.type in LOUD else None)
    page.on("pageerror", lambda error: wrong.append(f"raises {error}"[:400]))
    page.on("websocket", lambda socket: wrong.append(f"opens a socket to {socket.url}"))
    page.on("popup", lambda opened: wrong.append(f"opens a window: {opened.url[:200]}"))
    page.on("dialog", dismiss)
