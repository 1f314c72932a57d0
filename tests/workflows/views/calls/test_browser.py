"""The office's pages as axe and a narrow screen meet them; the journey looks at the rest."""

from asyncio import AbstractEventLoop

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from evaluations.models import User
from evaluations.roles import Role
from evaluations.status import Status
from tests import cast
from tests.look.walk import Shot, faults, shot
from workflows import programme

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def told(db: None) -> list[tuple[User, list[str]]]:
    """What the office opens, what the auditor opens."""
    city = cast.City()
    call = city.call()
    case = cast.walked(city, call, Status.CERTIFIED)
    draft = cast.desk_call(city, programme.get("technical_expert"), 2027)
    contest = cast.contest(city)
    office = [
        reverse("office_calls"),
        reverse("new_call"),
        *(reverse(name, args=[draft.public_id]) for name in ("call_setup", "call_preview")),
        *(
            reverse(name, args=[call.public_id])
            for name in ("call_office", "call_applications", "call_list", "call_history")
        ),
        reverse("office_contest", args=[contest.public_id]),
        reverse("office_calendar"),
        reverse("office_calendar_year", args=[2028]),
        reverse("office_organisation", args=[city.employer.pk]),
        reverse("office_roles"),
        reverse("new_grant"),
    ]
    records = [
        reverse("call_record", args=[call.public_id]),
        reverse("case_record", args=[case.public_id]),
    ]
    auditor = cast.official("审计甲", Role.AUDITOR)
    return [(city.office, office), (auditor, records)]


def seen(user: User, addresses: list[str]) -> dict[str, Shot]:
    client = Client()
    client.force_login(user)
    return {address: shot(client, user.username, address) for address in addresses}


def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    told: list[tuple[User, list[str]]], chromium: tuple[Browser, AbstractEventLoop]
) -> None:
    shots = {path: made for user, paths in told for path, made in seen(user, paths).items()}
    assert [made.path for made in shots.values() if made.status != 200] == []
    assert faults(chromium, shots) == []
