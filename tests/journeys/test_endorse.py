"""A new officer gets an account, chooses a password and takes a seat; then a file is endorsed from
the employer to the list; who sits at one desk after the other takes over a browser without a cookie."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page

from evaluations import whereabouts
from evaluations.desks import Desk
from evaluations.models import Application, User
from evaluations.roles import Role
from tests import cast
from tests.browser import ask, looked_at, sit_down, window
from tests.clock import at
from workflows.synthetic import desk_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = at("2026-03-09 09:00")
WORDS = "桂花开时满城香，秋天真好"


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def city(transactional_db: None) -> cast.City:
    return cast.City()


def sign_in(page: Page, server: str, username: str, password: str = "demo") -> Page:  # noqa: S107 - of the cast
    page.context.clear_cookies()
    page.goto(server + reverse("login"))
    page.fill('[name="username"]', username)
    page.fill('[name="password"]', password)
    page.locator("main form button.button").first.click()
    page.wait_for_url(lambda url: "login" not in url)
    return page


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).locator("visible=true").last.click()


def opened_by(page: Page, server: str) -> str:
    """The administrator opens an account for the district and gives the role. The code."""
    page.goto(server + reverse("new_account"))
    looked_at(page)
    for name, value in {"name": "区新审", "username": "district.new", "phone": "12"}.items():
        page.fill(f'[name="{name}"]', value)
    press(page, _("Save"))
    assert page.input_value('[name="name"]') == "区新审"
    page.fill('[name="phone"]', "13800000001")
    press(page, _("Save"))
    looked_at(page)
    code = page.locator(".confirmation-number").inner_text()
    page.get_by_role("link", name=_("Give a role"), exact=True).click()
    page.select_option('[name="role"]', "district_officer")
    page.select_option('[name="scope"]', "district")
    page.select_option('[name="district"]', "990602")
    looked_at(page)
    press(page, _("Save"))
    page.wait_for_url(f"**{reverse('office_roles')}")
    return code


def choose_password(page: Page, server: str, code: str) -> None:
    page.goto(server + reverse("enter_code"))
    looked_at(page)
    page.fill('[name="code"]', code.lower())
    page.fill('[name="password"]', WORDS)
    press(page, _("Set the password"))
    page.wait_for_url(f"**{reverse('login')}")


def endorse(page: Page, server: str, case: Application, where: str) -> None:
    """Everything that this desk is asked, then its opinion."""
    detail = ask(lambda: desk_answers.passing(cast.fresh(case), where, at=NOW))
    page.goto(f"{server}/desk/{case.public_id}/")
    unopened = page.locator("form[action$='/open/'] button")
    if unopened.count():  # whoever opens it ends the applicant's time to recall
        unopened.first.click()
    looked_at(page)
    page.locator('[name="verdict"][value="pass"]').check()
    for rule, judged in detail.pop("judged", {}).items():
        page.locator(f'[name="met-{rule}"][value="yes"]').check()
        page.fill(f'[name="note-{rule}"]', judged["note"])
    for name, value in detail.items():
        box = page.locator(f'[name="d-{name}"]')
        if box.count() > 1:
            page.locator(f'[name="d-{name}"][value="{value}"]').check()
        else:
            box.fill(str(value))
    press(page, _("Record, back to the list"))
    page.wait_for_url("**/inbox/**")


def test_a_new_officer_takes_a_seat_and_a_file_is_endorsed_to_the_list(
    city: cast.City, clock: None, browser: Browser, live_server: Any
) -> None:
    server = live_server.url

    def prepared() -> tuple[str, Application]:
        cast.grant(city.stranger, Role.SYSADMIN)
        case = cast.file(cast.draft(city, city.call()))
        return city.stranger.username, case

    admin, case = ask(prepared)
    code = opened_by(sign_in(window(browser), server, admin), server)
    phone = window(browser, width=360)
    phone.context.clear_cookies()
    choose_password(phone, server, code)
    sign_in(phone, server, "district.new", WORDS)
    assert phone.url == f"{server}/inbox/"
    signed_in = phone.context.cookies()

    for where in (Desk.EMPLOYER, Desk.DISTRICT, Desk.FORMAL_CHECK, Desk.QUALIFICATION,
                  Desk.QUALIFICATION_APPROVAL):  # fmt: skip
        page = window(browser, width=360 if where == Desk.DISTRICT else 1280)
        if where == Desk.DISTRICT:
            page.context.clear_cookies()
            page.context.add_cookies(signed_in)
        else:
            sit_down(page, server, city.sitting_at(where))
        endorse(page, server, case, where)

    assert ask(lambda: whereabouts.desk_of(cast.fresh(case))) == Desk.LIST
    signed = ask(lambda: list(cast.fresh(case).opinions.values_list("desk", "given_by__username")))
    assert ("district", "district.new") in signed
    assert ask(lambda: User.objects.get(username="district.new").last_login) is not None
