"""A worker applies on a phone: from registering to the receipt, then a return and a correction."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect

from evaluations.models import Application, User
from evaluations.status import Status
from tests import cast
from tests.browser import ask, looked_at, window
from tests.clock import at
from tests.workflows.views.applicant.sending import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with time_machine.travel(at("2026-03-10 10:00"), tick=True):
        yield window(browser, width=360, height=740)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).locator("visible=true").last.click()


def fill(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        box = page.locator(f'[name="{name}"]').locator("visible=true").first
        kind = box.evaluate("e => e.type || e.tagName")
        if kind == "radio":
            page.check(f'[name="{name}"][value="{value}"]')
        elif kind == "select-one":
            box.select_option(value)
        else:
            box.fill(value)


POST = {
    "answers-ethnic_group": "汉族",
    "answers-political_status": "masses",
    "answers-education": "college",
    "answers-working_since": "2010-07-01",
    "answers-employment_status": "employee",
    "answers-post": "数控车工",
    "answers-post_kind": "line_skilled",
    "answers-occupation": "车工",
    "answers-line_years": "15",
}
GRADE = {
    "skill_grades-0-occupation": "车工",
    "skill_grades-0-grade": "technician",
    "skill_grades-0-number": "Y000099020000012300001",
    "skill_grades-0-issuer": "星湖市职业技能鉴定指导中心",
    "skill_grades-0-date": "2020-06-01",
}
INNOVATION = {
    "innovations-0-kind": "innovation",
    "innovations-0-name": "薄壁套筒专用夹具",
    "innovations-0-role": "主持",
    "innovations-0-effect": "废品率由百分之八降到百分之一。",
    "innovations-0-date": "2024-09-01",
}


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "photo.jpg"
    path.write_bytes(picture(600, 840).read())
    return str(path)


def test_a_worker_applies_on_a_phone_and_corrects_what_is_returned(
    live_server: Any, phone: Page, photo: str
) -> None:
    page, base = phone, live_server.url
    city = ask(cast.City)
    ask(city.call)
    number = ask(cast.id_number)

    page.goto(f"{base}/accounts/login/")
    looked_at(page)
    page.get_by_role("link", name=_("Register"), exact=True).click()
    looked_at(page)
    fill(page, {"name": "林一帆", "phone": "13800000001", "password": "桂花开时满城香"})
    press(page, _("Register"))
    # Seven characters are too few: told, and nothing typed is lost but the password.
    looked_at(page)
    fill(page, {"password": "桂花开时满城香，秋天真好"})
    press(page, _("Register"))
    expect(page).to_have_url(f"{base}/applications/")
    looked_at(page)

    page.locator("article a.button").first.click()
    page.locator('[value="by_selection"]').check()
    looked_at(page)
    press(page, _("Begin"))
    page.wait_for_url("**/applications/*-*/")
    looked_at(page)
    case_url = page.url
    public_id = case_url.rstrip("/").rpartition("/")[2]

    page.get_by_role("link", name=_("Your identity data")).click()
    fill(page, {"id_number": number[:-1], "phone": "13800000001"})
    press(page, _("Save and continue"))
    assert page.input_value('[name="id_number"]') == number[:-1]
    looked_at(page)
    fill(page, {"id_number": number})
    press(page, _("Save and continue"))
    expect(page).to_have_url(case_url)

    page.get_by_role("link", name=_("Your employer")).click()
    fill(page, {"q": "精密"})
    press(page, _("Search"))
    looked_at(page)
    page.locator('[name="employer"]').click()
    expect(page).to_have_url(case_url)

    page.goto(f"{case_url}page/post/")
    press(page, _("Save and continue"))
    looked_at(page)
    fill(page, POST)
    press(page, _("Save and continue"))
    fill(page, GRADE)
    page.set_input_files('[name="files-skill_certificate"]', photo)
    page.set_input_files('[name="files-line_years_proof"]', photo)
    looked_at(page)
    press(page, _("Save and continue"))

    expect(page).to_have_url(f"{case_url}page/achievements/")
    # The contest asks for its name only where it is not in the registry.
    name_box = page.locator('[name="contests-0-name"]')
    name_box.wait_for(state="hidden")
    page.select_option('[name="contests-0-registered"]', "no")
    name_box.wait_for(state="visible")
    page.select_option('[name="contests-0-registered"]', "")
    fill(page, INNOVATION)
    page.locator('[name="add_row"][value="innovations"]').click()
    assert page.input_value('[name="innovations-TOTAL_FORMS"]') == "2"
    looked_at(page)
    press(page, _("Save and continue"))
    press(page, _("Save and continue"))
    fill(page, {"answers-story": "十五年在一线从事数控车削，带出技师两名。"})
    press(page, _("Save and continue"))
    fill(page, {"answers-penalty": "no"})
    for item in ("photo", "id_copy", "contract"):
        page.set_input_files(f'[name="files-{item}"]', photo)
    press(page, _("Save and continue"))

    expect(page).to_have_url(f"{case_url}check/")
    looked_at(page)
    page.get_by_role("link", name=_("Continue to signing")).click()
    fill(page, {"name": "林一帆"})
    looked_at(page)
    page.locator("main form button").dblclick()
    page.wait_for_url("**/receipt/")
    looked_at(page)
    page.get_by_role("link", name=_("To the application")).click()
    looked_at(page)
    assert ask(lambda: Application.objects.get(public_id=public_id).filings.count()) == 1

    def give_back() -> None:
        case = cast.fresh(Application.objects.get(public_id=public_id))
        cast.opine(city, case, "return", moment=at("2026-03-10 12:00"))

    ask(give_back)
    page.reload()
    looked_at(page)
    page.get_by_role("link", name="基本情况与岗位").click()
    expect(page.locator("main input:not([type=hidden])")).to_have_count(1)
    looked_at(page)
    fill(page, {"answers-post": "数控铣工"})
    press(page, _("Save and continue"))
    expect(page).to_have_url(case_url)
    page.get_by_role("link", name=_("Check your answers")).click()
    assert page.locator("ins").inner_text() == "数控铣工"
    looked_at(page)
    page.get_by_role("link", name=_("Continue to signing")).click()
    fill(page, {"name": "林一帆"})
    press(page, _("Sign and file"))
    page.wait_for_url("**/filings/2/receipt/")
    page.goto(f"{case_url}filings/2/")
    assert page.locator("del").inner_text() == "数控车工"
    looked_at(page)
    status = ask(lambda: Application.objects.get(public_id=public_id).status)
    assert (status, ask(User.objects.filter(username="13800000001").count)) == (Status.FILED, 1)


def test_what_is_typed_is_kept_without_pressing_anything(live_server: Any, phone: Page) -> None:
    def prepared() -> tuple[str, str]:
        city = cast.City()
        case = cast.draft(city, city.call())
        return str(case.public_id), case.person.user.username

    public_id, username = ask(prepared)
    phone.goto(f"{live_server.url}/accounts/login/")
    fill(phone, {"username": username, "password": "demo"})
    press(phone, _("Sign in"))
    phone.goto(f"{live_server.url}/applications/{public_id}/page/story/")
    fill(phone, {"answers-story": "还没写完"})
    with phone.expect_response("**/autosave/") as kept:
        # Leaving for another app: the page is hidden, and saves before it sleeps.
        phone.evaluate(
            """() => { Object.defineProperty(document, "visibilityState", {value: "hidden"});
            document.dispatchEvent(new Event("visibilitychange")); }"""
        )
    assert kept.value.status == 200
    story = ask(lambda: Application.objects.get(public_id=public_id).answers["story"])
    assert story == "还没写完"
    fill(phone, {"answers-story": "写完了。"})
    press(phone, _("Save and continue"))
    phone.wait_for_url("**/page/proof/")
