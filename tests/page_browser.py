"""A real browser for the tests of the page: chromium, driven by Playwright; the tests skip where there is none.

`SCREENSHOTS=folder` keeps a picture of each main state.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install -y chromium")
expect = sync_api.expect
expect.set_options(timeout=15_000)  # on a busy machine the default, 5 seconds, is short

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Visits:
    """Opens the page as someone new; what it asks other hosts for is kept in `page.elsewhere`."""

    def __init__(self, browser, url):
        self.browser, self.url, self.contexts = browser, url, []

    def __call__(self, width=1400, **options):
        context = self.browser.new_context(viewport={"width": width, "height": 844}, **options)
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.elsewhere = []
        page.on("request", lambda to: to.url.startswith((self.url, "data:", "blob:")) or page.elsewhere.append(to.url))
        page.goto(self.url)
        expect(page.locator("#head")).to_contain_text(re.compile("the corpus ends|none of them dated"))
        expect(page.locator("#as-of input")).to_have_attribute("type", "date")  # the script has run
        return page

    def close(self):
        for context in self.contexts:
            context.close()


def ask(page, question, answers):
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    see(page, answers)


def see(page, answers):
    """Waits until so many answers stand in the conversation."""
    expect(page.locator("#chat :is(.answer, .talk, .error)")).to_have_count(answers)


def room(page, name):
    page.get_by_role("tab", name=name).click()


def shoot(page, name):
    """Keeps a picture of the page, where somebody wants one."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png")


def faint(page):
    """Each visible text whose colour stands out from its ground by less than WCAG's 4.5 to 1, with that ratio."""
    return page.evaluate((Path(__file__).parent / "contrast.js").read_text(encoding="utf-8"))
