"""Times how long a browser takes to show the html reports, each opened in a fresh profile from a file.

    python -m tests.bench.first_paint [--rounds 5]

Prints, for the bundled stack, for it with twenty faults and for a document of 6,000 resources: the file's size, and the
medians of what the browser's performance API says of the first contentful paint, of the DOM being ready and of the page
being loaded, in milliseconds from the start of the navigation. The pages are opened in turn, after one round of warming
up.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.chromium import running_chromium
from tests.browser.pages import Pages

SHOWN = ("bundled", "twenty_faults", "large")
MOMENTS = ("first paint", "DOM ready", "loaded")
ASK = """() => new Promise(told => new PerformanceObserver((list, observer) => {
    observer.disconnect()
    const navigation = performance.getEntriesByType('navigation')[0]
    const painted = list.getEntriesByName('first-contentful-paint')[0].startTime
    setTimeout(() => told([painted, navigation.domContentLoadedEventEnd, navigation.loadEventEnd]))
}).observe({type: 'paint', buffered: true}))"""


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, running_chromium() as browser:
        pages = Pages(Path(folder))
        files = {name: pages.file(name) for name in SHOWN}
        measured: dict[str, list[list[float]]] = {name: [] for name in SHOWN}
        for number in range(rounds + 1):
            for name, file in files.items():
                moments = _moments(browser, file)
                if number:
                    measured[name].append(moments)
        print(f"Chromium {browser.version}, {os.cpu_count()} cores, medians of {rounds}")
        print(f"{'page':16}{'KiB':>8}" + "".join(f"{f'{moment} ms':>16}" for moment in MOMENTS))
        for name, rows in measured.items():
            medians = [statistics.median(column) for column in zip(*rows, strict=True)]
            size = f"{files[name].stat().st_size / 1024:8.0f}"
            print(f"{name:16}{size}" + "".join(f"{median:16.0f}" for median in medians))


def _moments(browser: Browser, file: Path) -> list[float]:
    page = browser.new_page()  # with a profile of its own, which ends with it
    page.goto(file.resolve().as_uri())
    told: list[float] = page.evaluate(ASK)
    page.close()
    return told


if __name__ == "__main__":
    main()
