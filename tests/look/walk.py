"""Pages as a browser shows them, without a live city: each is made once by Django and kept for Chromium."""

from asyncio import AbstractEventLoop, _set_running_loop
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, Page

from tests.browser import axe, leave, window
from tests.served import served

SMALL = """() => [...document.querySelectorAll("a, button, summary, input, select")]
    .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.closest(".skip, .tasks, .tiles"))
    .filter((e) => ![...e.parentElement.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
    .filter((e) => { const r = e.getBoundingClientRect(); return r.height < 24 || r.width < 24; })
    .map((e) => e.outerHTML.slice(0, 90))"""
TOO_WIDE = "Math.max(document.documentElement.scrollWidth - window.innerWidth, 0)"


@dataclass(frozen=True)
class Shot:
    """A page that was answered to somebody."""

    who: str
    path: str
    body: bytes
    policy: str
    status: int


def shot(client: Client, who: str, path: str) -> Shot:
    """What is answered here; without a body if it is no page. A refusal is a page too."""
    answer = client.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)  # a file that nobody reads stays open
    page = not answer.streaming and "html" in answer.get("Content-Type", "")
    policy = answer.get("Content-Security-Policy", "")
    return Shot(who, path, answer.content if page else b"", policy, answer.status_code)


@contextmanager
def opened(chromium: tuple[Browser, AbstractEventLoop]) -> Iterator[Page]:
    browser, loop = chromium
    # Only while we look: where a loop runs Django forbids its database (see tests/browser.py).
    _set_running_loop(loop)
    try:
        yield window(browser)
    finally:
        leave(browser)
        _set_running_loop(None)


def _answers(shots: dict[str, Shot]) -> Any:
    """The application (WSGI) whose every page is one of these shots."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        made = shots.get(environ["PATH_INFO"])
        if made is None:
            start("404 Not Found", [("Content-Length", "0")])
            return []
        policy = [("Content-Security-Policy", made.policy)] if made.policy else []
        start("200 OK", [("Content-Type", "text/html"), *policy])
        return [made.body]

    return answer


def complaints(page: Page, contrast: bool = False) -> list[Any]:
    """What axe says, what runs off the page, what no finger can hit."""
    told: list[Any] = [(rule, html[:200]) for rule, html in axe(page, contrast=contrast)[0]]
    return told + [("small", html) for html in page.evaluate(SMALL)] + wide(page)


PHONE, DESK = 360, 1280


def faults(
    chromium: tuple[Browser, AbstractEventLoop], shots: dict[str, Shot], *, contrast: bool = False
) -> list[tuple[Any, ...]]:
    """(who, path, width, complaint): each page is looked at closely in one width, and measured in
    the other; page by page it is the other way round."""
    found: list[tuple[Any, ...]] = []
    widths = [PHONE, DESK]
    with served(_answers(shots)) as host, opened(chromium) as page:
        for number, (path, made) in enumerate(shots.items()):
            page.goto(host + path)
            widths.reverse()  # the window stands as the page before has left it
            for width in widths:
                page.set_viewport_size({"width": width, "height": 800})
                close = width == (PHONE if number % 4 < 2 else DESK)
                told = complaints(page, contrast) if close else wide(page)
                found += [(made.who, path, width, each) for each in told]
    return found


def wide(page: Page) -> list[Any]:
    over = page.evaluate(TOO_WIDE)
    return [("too wide", over)] if over else []
