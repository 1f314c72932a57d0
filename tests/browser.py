"""One Chromium for the whole session: starting it costs more than what most tests look at.

Its windows stay open as well: one that has read letters, styles and scripts need not read them
again. Whoever takes over a window finds no cookie, nothing stored and no page.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from evaluations.models import User
from tests.served import AXE, BLANK

# The first draws the same pages for half the work: it has no window to draw them into.
CHROMIUMS = [Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")]
INSTALL = "apt-get install chromium, or leave these tests out: pytest -m 'not browser'"
# What runs beside a page (compiling, collecting, drawing) costs two cores more than it saves, and
# no page stands long enough to earn back a script that was compiled for speed. What was compiled
# at all stays for the next page, and one look of axe fits between two collections (16 MB).
COMPILES = "--no-opt --no-maglev --always-sparkplug --no-flush-bytecode"
LEAN = ["--in-process-gpu", f"--js-flags=--single-threaded --min-semi-space-size=16 {COMPILES}"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", *LEAN]
# A page after a click may stand there before its words do: what is read of it is waited for
# (``expect``), on a busy machine for longer than Playwright would.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """The running browser and the event loop on which this thread talks to it."""
    here = next(filter(Path.exists, CHROMIUMS), None)
    if here is None:
        pytest.fail(f"No browser to look at pages with. Run: {INSTALL}", pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=here, args=ARGUMENTS)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield running, loop
        asyncio._set_running_loop(loop)
        _windows.clear()
        running.close()


@pytest.fixture
def browser(
    live_server: Any, chromium: tuple[Browser, asyncio.AbstractEventLoop]
) -> Iterator[Browser]:
    """The browser with no window open. Where a loop runs Django forbids its database, and others
    start loops of their own: it runs only while the test does."""
    running, loop = chromium
    asyncio._set_running_loop(loop)
    try:
        yield running
    finally:
        leave(running)
        asyncio._set_running_loop(None)


_windows: dict[str, Page] = {}


def window(
    browser: Browser, *, language: str = "zh-CN", width: int = 1280, height: int = 800
) -> Page:
    """The window for this language, as a visitor who comes new finds it."""
    if language not in _windows:
        _windows[language] = browser.new_context(locale=language).new_page()
    page = _windows[language]
    page.set_viewport_size({"width": width, "height": height})
    return page


def leave(browser: Browser) -> None:
    """Close what a test has opened, and empty the windows but for what the server lets be kept."""
    kept = {page.context: language for language, page in _windows.items()}
    for context in browser.contexts:
        language = kept.get(context)
        if language is None:
            context.close()
        elif _windows[language].url.startswith("http"):
            _empty(_windows[language])
        else:  # no page of ours: the next test gets a new window
            _windows.pop(language).context.close()


def _empty(page: Page) -> None:
    address = urlsplit(page.url)
    if address.path == BLANK:
        return
    origin = f"{address.scheme}://{address.netloc}"
    page.goto(origin + BLANK)
    page.context.clear_cookies()
    of = {"origin": origin, "storageTypes": "all"}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", of)


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Axe describes what it finds, not the thousand things that are in order, needs no style sheet twice
# and looks for no frames, which the content policy forbids. It comes as a file: handed over with
# each page, it is read again with each page.
LOOK = """async ([file, rules, contrast]) => {
    if (!("axe" in window)) await new Promise((there, missing) => {
        const script = document.createElement("script");
        Object.assign(script, {src: file, onload: there, onerror: missing});
        document.head.append(script);
        script.remove();
    });
    const {violations, passes} = await axe.run(document, {runOnly: rules, preload: false, iframes: false,
        resultTypes: ["violations"], rules: {"color-contrast": {enabled: contrast}}});
    return {passes: passes.length, told: violations.map((v) => [v.id, v.nodes[0].html])};
}"""


def axe(page: Page, *, contrast: bool = False) -> tuple[list[tuple[str, str]], int]:
    """What axe finds, each with the first place where it does, and how many rules are kept.

    Contrast takes four times as long as all its other rules together. Colours belong to the
    components: ``tests/look`` asks for it on the style pages, which show them all, and on a page
    of each kind; elsewhere it is not asked again.
    """
    found = page.evaluate(LOOK, [AXE, RULES, contrast])
    return [(rule, html) for rule, html in found["told"]], found["passes"]


def dressed(page: Page) -> None:
    """Its styles, scripts and letters are there: a page that is still dressing has targets of any size."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")


def looked_at(page: Page) -> None:
    """Axe finds nothing, and nothing runs off the screen."""
    dressed(page)
    problems, _passes = axe(page)
    assert (page.url, problems) == (page.url, [])
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert (page.url, max(too_wide, 0)) == (page.url, 0)


def sit_down(page: Page, server: str, user: User) -> None:
    """Whoever sat here before is gone; this user is signed in, without the form that asks for it."""
    page.context.clear_cookies()
    name, session = settings.SESSION_COOKIE_NAME, ask(lambda: _session(user))
    page.context.add_cookies([{"name": name, "value": session, "url": server}])


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def ask[T](act: Callable[[], T]) -> T:
    """A question to the tables, in a thread of its own: a running browser forbids the database."""

    def run() -> T:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()
