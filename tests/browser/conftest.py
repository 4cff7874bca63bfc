"""What the tests in a browser share: Chromium, the pages, and visits to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .pages import Pages

# `tox -e browser` brings Playwright; the other environments have nothing to do here.
collect_ignore_glob = [] if find_spec("playwright") else ["test_*.py"]

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium. Skips the test where there is none."""
    from .chromium import NoChromium, running_chromium

    try:
        with running_chromium() as running:
            yield running
    except NoChromium as none:
        pytest.skip(str(none))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The pages, each made at the first time that it is asked for."""
    from .pages import Pages

    return Pages(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def open_page(browser: Browser, pages: Pages) -> Iterator[Open]:
    """A function `(name, **how)` that opens a page as `visiting` does.

    At the end of the test, what any of them did that no page may do fails it.
    """
    from .visit import Visit, visiting

    visits: list[Visit] = []
    with ExitStack() as stack:

        def open_page(name: str, **how: object) -> Page:
            visits.append(stack.enter_context(visiting(browser, pages.file(name), **how)))  # type: ignore[arg-type]
            return visits[-1].page

        yield open_page
        # What the page was asked to do last may still be on its way.
        for visit in visits:
            visit.page.wait_for_timeout(50)
    assert [wrong for visit in visits for wrong in visit.wrong] == []
