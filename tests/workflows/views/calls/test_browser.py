"""The office's pages as axe and a narrow screen meet them; the journey looks at the rest."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from evaluations.roles import Role
from evaluations.status import Status
from tests import cast
from tests.journeys.test_object_and_decide import looked_at
from workflows import programme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(transactional_db: None) -> list[tuple[str, list[str]]]:
    """What the office opens, what the auditor opens. Built before the browser runs."""
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
    return [(city.office.username, office), (auditor.username, records)]


def signed_in(browser: Browser, server: str, name: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}, locale="zh-CN").new_page()
    page.goto(f"{server}{reverse('login')}")
    page.fill('[name="username"]', name)
    page.fill('[name="password"]', "demo")
    page.locator("main form button.button").first.click()
    page.wait_for_url(lambda url: "login" not in url)
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    told: Any, browser: Browser, live_server: Any, width: int
) -> None:
    for name, addresses in told:
        page = signed_in(browser, live_server.url, name, width)
        for address in addresses:
            assert (address, page.goto(live_server.url + address).status) == (address, 200)
            looked_at(page)
