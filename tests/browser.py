"""One Chromium for the whole session: starting it costs more than what most tests look at.

Every test gets windows (contexts) of its own, which share no cookie and no worker.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
INSTALL = "apt-get install chromium, or leave these tests out: pytest -m 'not browser'"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """The running browser and the event loop on which this thread talks to it."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"No browser to look at pages with. Run: {INSTALL}", pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield running, loop
        asyncio._set_running_loop(loop)
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
        for context in running.contexts:
            context.close()
    finally:
        asyncio._set_running_loop(None)
