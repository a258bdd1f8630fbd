"""How long a reader waits: the first view of each page in a fresh browser, and a filter's change, beside a bare page.

    python -m benchmarks.first_view [PAGE …]

The bare page is a Streamlit app of one heading, opened in the same run: a machine's speed changes from hour to hour,
so read the seconds beside its seconds. Needs Chromium.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.memory import served
from tests.test_journeys import CHROMIUM, DONE, FLAGS, PAGES

BARE = "import streamlit as st\nst.title('Bare')\nst.html('<p class=\"tj-foot\">end</p>')\n"
ROUNDS = 3


def _ready(page: Page) -> None:
    page.locator(".tj-foot").first.wait_for(timeout=90_000)
    page.locator(DONE).wait_for(timeout=90_000)


def first_view(browser: Browser, url: str) -> tuple[float, float]:
    """Seconds until the heading stands, and until the whole page does, in a browser with an empty cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page, start = context.new_page(), time.monotonic()
    page.goto(url)
    page.locator("h1").first.wait_for(timeout=90_000)
    heading = time.monotonic() - start
    _ready(page)
    whole = time.monotonic() - start
    context.close()
    return heading, whole


def filter_change(browser: Browser, url: str) -> float:
    """Seconds from choosing a partnership to its chip on the page with the script at rest."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(url)
    _ready(page)
    page.wait_for_timeout(2000)
    page.locator(".st-key-partnership input").click()
    page.keyboard.type("Somos")
    page.wait_for_timeout(500)
    start = time.monotonic()
    page.keyboard.press("Enter")
    page.locator(".st-key-chips").wait_for(timeout=90_000)
    page.locator(DONE).wait_for(timeout=90_000)
    seconds = time.monotonic() - start
    context.close()
    return seconds


def main() -> None:
    """Prints medians over the rounds, the bare page first and last."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served(app=str(bare)) as (bare_port, _), served() as (port, _):
            urls = {"(bare)": f"http://127.0.0.1:{bare_port}"}
            urls |= {path or "overview": f"http://127.0.0.1:{port}/{path}" for path in sys.argv[1:] or PAGES}
            for name, url in urls.items():
                views = [first_view(browser, url) for _ in range(ROUNDS)]
                heading, whole = (statistics.median(column) for column in zip(*views, strict=True))
                print(f"{name:<10} heading {heading:4.1f} s   whole page {whole:4.1f} s", flush=True)
            for name in ("overview", "issues", "map"):
                if name not in urls:
                    continue
                seconds = [filter_change(browser, urls[name]) for _ in range(ROUNDS)]
                print(f"{name:<10} a filter's change {statistics.median(seconds):4.1f} s", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
