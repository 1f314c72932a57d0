"""The pages of paper as axe and a narrow screen meet them."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from certificates.issue import change_status
from certificates.models import Certificate
from tests import cast
from tests.browser import axe
from tests.certificates.seals import seal_png
from tests.workflows.views.paper.issued import issued_call, title
from workflows import paper, seals

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_SEALS = ["/office/seals/", "/office/seals/human_resources/"]


@pytest.fixture
def told(transactional_db: None) -> list[tuple[str, list[str]]]:
    """(session, pages) of a visitor, the officer and the holder. Built before the browser runs."""
    city = cast.City()
    call = issued_call(city, 2)
    genuine, revoked = Certificate.objects.order_by("serial")
    at = timezone.now()
    change_status(revoked, to="revoked", reason="x", document="y", by="user:1", at=at)
    holding = title(call, genuine.case)
    holder = holding.person.user
    paper.copy(holding, purpose="用于子女入学", by=holder, at=at)
    paper.share(holding, days=7, by=holder, at=at)
    shown = paper.publish(holding, by=holder, at=at)
    rows = paper.printable(call)
    paper.print_file(call, rows, kind="receipts", printer=None, by=city.printer, at=at)
    seals.upload("human_resources", seal_png(), by=city.printer, at=at)
    codes = [genuine.code, revoked.code, "A" * 26]
    public = [*(f"/verify/{code}/" for code in codes), "/verify/", "/registry/"]
    desk = [reverse(name, args=[call.public_id]) for name in ("print_desk", "call_certificates")]
    return [
        ("", [*public, reverse("shown_title", args=[shown.token])]),
        (session(city.printer), [*desk, "/office/printers/", "/office/layouts/notice/", *_SEALS]),
        (session(holder), [reverse("title_paper", args=[holding.public_id])]),
    ]


def session(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def faults(browser: Browser, server: str, key: str, urls: list[str], width: int) -> list[Any]:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="zh-CN")
    if key:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server}
        context.add_cookies([cookie])  # type: ignore[list-item]
    page, found = context.new_page(), []
    for url in urls:
        page.goto(server + url)
        wide = page.evaluate("document.documentElement.scrollWidth")
        named = [rule for rule, _html in axe(page)[0]]
        found += [(url, wide, named)] if wide > width or named else []
    context.close()
    return found


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    told: Any, browser: Browser, live_server: Any, width: int
) -> None:
    found = [faults(browser, live_server.url, key, urls, width) for key, urls in told]
    assert found == [[], [], []]
