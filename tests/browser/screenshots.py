"""Takes pictures of every page, for people to look at: each on a desktop and a phone, light and dark.

    PYTHONPATH=tests/reports:tests/bench python -m tests.browser.screenshots FOLDER [PAGE...]

A long page comes in several pictures, one below the other.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import FloatRect

from .audits import PAGES
from .chromium import running_chromium
from .pages import Pages
from .visit import DESKTOP, PHONE, visiting

SLICE_PX = 1600
SLICES = 6
# What is far down is not laid out before somebody scrolls there, which nobody does for a picture.
LAY_OUT_ALL = """() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('main * { content-visibility: visible !important }')
    document.adoptedStyleSheets = [sheet]
}"""


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("page", nargs="*", help=f"of {', '.join(PAGES)}; else all")
    asked = options.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, running_chromium() as browser:
        pages = Pages(Path(made))
        for name in asked.page or PAGES:
            for size, width in ((DESKTOP, "desktop"), (PHONE, "phone")):
                for dark in (False, True):
                    stem = f"{name}-{width}-{'dark' if dark else 'light'}"
                    with visiting(browser, pages.file(name), size=size, dark=dark) as visit:
                        visit.page.evaluate(LAY_OUT_ALL)
                        height = visit.page.evaluate("document.documentElement.scrollHeight")
                        for number, top in enumerate(range(0, min(height, SLICES * SLICE_PX), SLICE_PX)):
                            cut: FloatRect = {
                                "x": 0,
                                "y": top,
                                "width": size[0],
                                "height": min(SLICE_PX, height - top),
                            }
                            visit.page.screenshot(path=asked.folder / f"{stem}-{number}.png", full_page=True, clip=cut)
                    print(stem, f"{height} px high", *visit.wrong)


if __name__ == "__main__":
    main()
