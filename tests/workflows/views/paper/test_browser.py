"""The pages of paper as axe and a narrow screen meet them."""

from asyncio import AbstractEventLoop

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from certificates.issue import change_status
from certificates.models import Certificate
from evaluations.models import User
from tests import cast
from tests.certificates.seals import seal_png
from tests.look.walk import Shot, faults, shot
from tests.workflows.views.paper.issued import issued_call, title
from workflows import paper, seals

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

_SEALS = ["/office/seals/", "/office/seals/human_resources/"]


@pytest.fixture
def told(db: None) -> list[tuple[User | None, list[str]]]:
    """(who, pages) of a visitor, the officer and the holder."""
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
        (None, [*public, reverse("shown_title", args=[shown.token])]),
        (city.printer, [*desk, "/office/printers/", "/office/layouts/notice/", *_SEALS]),
        (holder, [reverse("title_paper", args=[holding.public_id])]),
    ]


def seen(user: User | None, addresses: list[str]) -> dict[str, Shot]:
    client, who = Client(), user.username if user else "anonymous"
    if user:
        client.force_login(user)
    return {address: shot(client, who, address) for address in addresses}


def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    told: list[tuple[User | None, list[str]]], chromium: tuple[Browser, AbstractEventLoop]
) -> None:
    shots = {path: made for user, paths in told for path, made in seen(user, paths).items()}
    assert [made.status for made in shots.values()].count(200) == len(shots) - 1  # an unknown code
    assert faults(chromium, shots) == []
