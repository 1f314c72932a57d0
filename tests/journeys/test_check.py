"""An officer's morning: the list, a file opened with the keyboard, marked and returned; a colleague
who is too late; four eyes; and the same pages on a phone."""

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect

from evaluations.desks import Desk
from evaluations.models import Application, Correction, Opinion, User
from evaluations.roles import Role
from tests import cast
from tests.browser import ask, looked_at, sit_down, window
from tests.clock import at
from workflows import desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = at("2026-03-09 09:00")


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def filed(n: int = 1) -> tuple[cast.City, list[Application]]:
    """A city and so many files at the employer's desk."""

    def made() -> tuple[cast.City, list[Application]]:
        city = cast.City()
        call = city.call()
        return city, [cast.file(cast.draft(city, call)) for _each in range(n)]

    return ask(made)


class Officer:
    """Somebody at a browser; whoever comes after him takes it over without his cookies."""

    def __init__(self, browser: Browser, server: str, user: User, *, phone=False, english=False):
        self.page = window(browser, width=360 if phone else 1280)
        self.server = server
        sit_down(self.page, server, user)
        language = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en" if english else "zh-hans"}
        self.page.context.add_cookies([language | {"url": server}])

    def opens(self, address: str) -> Page:
        self.page.goto(self.server + address)
        looked_at(self.page)
        return self.page


def address(case: Application) -> str:
    return f"/desk/{case.public_id}/"


def test_a_file_is_opened_by_keyboard_marked_and_returned(clock, browser, live_server) -> None:
    city, (first, second) = filed(2)
    page = Officer(browser, live_server.url, city.clerk).opens("/inbox/")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address(first)}")
    looked_at(page)
    assert ask(lambda: first.filings.get().opened_by) == city.clerk

    page.locator('[name="verdict"][value="return"]').check()
    page.locator("#at-answers-post .mark > summary").click()
    page.locator('[name="mark-answers.post"]').fill("与劳动合同不一致")
    looked_at(page)
    page.locator('[name="reason"]').fill("请按合同更正岗位")
    page.get_by_role("button", name=_("Record, then the next file")).click()

    page.wait_for_url(f"**{address(second)}")
    (remark,) = ask(lambda: Correction.objects.get().remarks)
    assert remark == {"path": "answers.post", "remark": "与劳动合同不一致"}
    expect(page.locator(".banner")).to_contain_text(first.reference)


def test_a_refused_form_keeps_what_was_typed_and_says_all_at_once(
    clock, browser, live_server
) -> None:
    city, (case,) = filed()
    page = Officer(browser, live_server.url, city.clerk).opens(address(case))
    page.get_by_role("button", name=_("Open for examination")).click()
    page.locator('[name="verdict"][value="pass"]').check()
    page.locator('[name="d-meeting"]').fill("党委会第5次会议")
    page.locator('[name="reason"]').fill("同意推荐")
    page.get_by_role("button", name=_("Record, back to the list")).click()

    looked_at(page)
    expect(page.locator("[data-error-summary] li")).to_have_count(2)
    expect(page.locator('[name="d-meeting"]')).to_have_value("党委会第5次会议")
    expect(page.locator('[name="reason"]')).to_have_value("同意推荐")

    page.locator('[name="d-met_on"]').fill("2026-03-06")
    page.locator('[name="d-attended"]').fill("7")
    page.get_by_role("button", name=_("Record, back to the list")).click()
    page.wait_for_url("**/inbox/")
    assert ask(lambda: desk.open_task(case).desk) == Desk.DISTRICT


def test_whoever_is_too_late_reads_who_was_faster(clock, browser, live_server) -> None:
    city, (case,) = filed()
    ask(lambda: cast.opine(city, case, moment=at("2026-03-06 09:00")))
    colleague = ask(lambda: cast.official("区小李", Role.DISTRICT_OFFICER, district="990602"))
    slow = Officer(browser, live_server.url, colleague).opens(address(case))
    slow.locator('[name="verdict"][value="decline"]').check()
    slow.locator('[name="reason"]').fill("写了很久的意见")

    ask(lambda: cast.opine(city, case, moment=NOW))
    slow.get_by_role("button", name=_("Record, back to the list")).click()

    expect(slow.locator("h1")).to_contain_text(_("Already done"))
    looked_at(slow)
    expect(slow.locator("main")).to_contain_text(city.district.name)
    expect(slow.locator("main")).to_contain_text("写了很久的意见")
    assert ask(lambda: Opinion.objects.filter(desk=Desk.DISTRICT).count()) == 1


def until_approval(city: cast.City, case: Application) -> None:
    while desk.open_task(case).desk != Desk.QUALIFICATION_APPROVAL:
        cast.opine(city, case)


def test_the_pages_of_the_desks_are_sound_on_a_phone_in_english(
    clock, browser, live_server
) -> None:
    """In Chinese and on a wide screen ``tests/look`` looks at them."""
    city, (case, _other) = filed(2)
    ask(lambda: until_approval(city, case))

    def sits(user: User) -> Officer:
        return Officer(browser, live_server.url, user, phone=True, english=True)

    with translation.override("en"):
        page = sits(city.checker).opens(address(case))
        expect(page.locator("[data-refused]")).to_be_visible()  # four eyes: the button says why
        sits(city.clerk).opens("/inbox/")
        sits(ask(lambda: cast.fresh(case).person.user)).opens("/messages/")
