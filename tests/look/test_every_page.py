"""The pages of each kind, as the cast meets them, in both languages, on a phone and on a desk:
axe finds nothing, nothing runs off the page, every target can be hit. ``tests/contracts`` opens all
of them; here stand those that differ in their look."""

from asyncio import AbstractEventLoop

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from tests.contracts.world import NOW, World, address, build
from tests.look.walk import Shot, faults, shot

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

LANGUAGES = ("zh-hans", "en")
SHOWN = {
    "anonymous": ("", "calls/<uuid:public_id>/", "notices/<uuid:public_id>/", "registry/",
                  "verify/<str:code>/", "accounts/login/", "nothing/"),
    "applicant": ("applications/", "applications/<uuid:public_id>/", "messages/",
                  "applications/<uuid:public_id>/check/", "accounts/profile/"),
    "clerk": ("inbox/", "desk/<uuid:public_id>/"),
    "office": ("overdue/", "office/calls/", "office/calls/<uuid:public_id>/",
               "office/calls/<uuid:public_id>/applications/", "office/calls/<uuid:public_id>/notice/",
               "office/panels/<uuid:public_id>/", "office/holders/", "office/roles/"),
    "expert": ("expert/", "expert/files/<str:token>/"),
}  # fmt: skip


def seen(world: World) -> dict[str, Shot]:
    """By path. Every second page is in English: a word too long for its place shows in one of them."""
    found: dict[str, Shot] = {}
    for who, routes in SHOWN.items():
        client = Client(raise_request_exception=False)
        if world.people[who] is not None:
            client.force_login(world.people[who])
        for route in routes:
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGES[len(found) % 2]
            page = shot(client, who, address(route, world.values(route)))
            found[page.path] = page
    return found


def test_axe_finds_nothing_and_nothing_runs_off_a_page(
    chromium: tuple[Browser, AbstractEventLoop],
) -> None:
    with time_machine.travel(NOW, tick=False):
        shots = seen(build())
    assert [made.path for made in shots.values() if made.status != 200] == ["/nothing/"]
    assert faults(chromium, shots, contrast=True) == []
