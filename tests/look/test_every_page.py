"""Every page that somebody in the cast can reach, in both languages, on a phone and on a desk:
axe finds nothing, nothing runs off the page, every target can be hit."""

from asyncio import AbstractEventLoop

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from tests.contracts.world import NOW, World, address, build, pages
from tests.look.walk import HOST, Shot, complaints, opened, shot, wide

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

PHONE, DESK = 360, 1280
LANGUAGES = ("zh-hans", "en")
# The style pages have a test of their own.
ELSEWHERE = ("style", "accounts/logout")


def seen(world: World) -> dict[str, Shot]:
    """By path: each page as the first person who may read it sees it, and of each refusal one.
    Every second page is in English: a word too long for its place shows in one of them."""
    shown: dict[str, Shot] = {}
    no_pages: set[str] = set()
    refused: dict[int, Shot] = {}
    for who, user in world.people.items():
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        for number, (route, _pattern) in enumerate(pages()):
            if route in shown or route in no_pages or route.startswith(ELSEWHERE):
                continue
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGES[number % 2]
            page = shot(client, who, address(route, world.values(route)))
            if page.status == 405 or (page.status == 200 and not page.body):
                no_pages.add(route)
            elif page.status == 200:
                shown[route] = page
            elif page.body:
                refused.setdefault(page.status, page)
    return {page.path: page for page in [*shown.values(), *refused.values()]}


def test_axe_finds_nothing_and_nothing_runs_off_a_page(
    chromium: tuple[Browser, AbstractEventLoop],
) -> None:
    with time_machine.travel(NOW, tick=False):
        shots = seen(build())
    wrong: list[tuple] = []
    with opened(chromium, shots) as page:
        for number, (path, made) in enumerate(shots.items()):
            widths = (PHONE, DESK) if number % 4 < 2 else (DESK, PHONE)
            page.set_viewport_size({"width": widths[0], "height": 800})
            page.goto(HOST + path)
            wrong += [(made.who, path, widths[0], told) for told in complaints(page)]
            page.set_viewport_size({"width": widths[1], "height": 800})
            wrong += [(made.who, path, widths[1], told) for told in wide(page)]
    assert wrong == []
    assert len(shots) > 60
