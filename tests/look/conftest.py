"""A page of the system's Chromium for the tests that must see what a visitor sees."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def browser(live_server: Any) -> Iterator[Browser]:
    """Closed before the server goes: a running loop would forbid Django its database."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
