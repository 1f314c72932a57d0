"""A list is posted, somebody objects on a phone, the office examines, the leader decides, the
document gives the numbers, certificates are issued, and the public checks one of them."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect

from certificates.models import Certificate
from evaluations.models import Application, Call, Objection, User
from evaluations.status import CallStatus, Status
from tests import cast
from tests.browser import ask, looked_at, sit_down, window
from tests.clock import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Story:
    """One browser, one server, and a clock that can be put forward."""

    def __init__(self, browser: Browser, server: str, clock: Any) -> None:
        self.browser, self.server, self.clock = browser, server, clock

    def visit(
        self, address: str, *, by: User | None = None, on_phone: bool = False, english: bool = False
    ) -> Page:
        """A fresh visitor on that page; signed in where somebody is named."""
        language, width = "en-GB" if english else "zh-CN", 360 if on_phone else 1280
        page = window(self.browser, language=language, width=width)
        page.context.clear_cookies()
        if by is not None:
            sit_down(page, self.server, by)
        page.goto(self.server + address)
        looked_at(page)
        return page


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).locator("visible=true").last.click()


@pytest.fixture
def story(browser: Browser, live_server: Any) -> Iterator[Story]:
    with time_machine.travel(cast.PROPOSED, tick=True) as clock:
        yield Story(browser, live_server.url, clock)


@pytest.fixture
def closed(transactional_db: None) -> tuple[cast.City, Call, list[Application]]:
    """A closed call whose two candidates have passed every desk. Built before the browser runs."""
    city = cast.City()
    call = city.call()
    cases = [
        cast.to_the_list(city, cast.draft(city, call, person=cast.applicant(name)))
        for name in ("陆明澈", "苏晚晴")
    ]
    return city, cast.close(call), cases


def test_from_the_list_to_a_paper_that_anybody_can_check(closed: Any, story: Story) -> None:
    city, call, (steady, contested) = closed
    _the_list_is_made(story, city, call)
    _the_notice_is_posted(story, city, call)
    _somebody_objects_on_a_phone(story, call, contested)
    _the_office_examines(story, city, contested)
    _the_leader_decides(story, city, call)
    _the_document_gives_the_numbers(story, city, call)
    _certificates_are_issued(story, city, call)
    _the_public_checks(story, steady)
    status = ask(lambda: [cast.fresh(case).status for case in (steady, contested)])
    assert status == [Status.CERTIFIED, Status.STRUCK_OFF]


def _page_of(name: str, call: Call) -> str:
    return reverse(name, args=[call.public_id])


def _the_list_is_made(story: Story, city: cast.City, call: Call) -> None:
    page = story.visit(_page_of("call_list", call), by=city.office)
    page.locator('input[name="places-selection"]').fill("1")
    press(page, _("Try this"))
    expect(page.locator("main")).to_contain_text(_("leaves"))
    looked_at(page)
    page.locator('input[name="places-selection"]').fill("60")
    press(page, _("Propose the list"))
    page.wait_for_url("**/notice/")


def _the_notice_is_posted(story: Story, city: cast.City, call: Call) -> None:
    story.clock.move_to(cast.POSTED)
    page = story.visit(_page_of("call_notice", call), by=city.office)
    expect(page.locator(".days li")).to_have_count(5)
    press(page, _("Post the notice"))
    page.wait_for_url("**/notices/**")
    looked_at(page)


def _somebody_objects_on_a_phone(story: Story, call: Call, contested: Application) -> None:
    story.clock.move_to(cast.OBJECTED)
    notice = ask(lambda: call.notices.get())
    page = story.visit(_page_of("notice", notice), on_phone=True)
    page.get_by_role("link", name=f"{_('Object')} {contested.person.name}").click()
    looked_at(page)
    assert page.locator('[name="candidate"]').input_value() == contested.reference
    press(page, _("Send the objection"))
    looked_at(page)
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.fill('[name="facts"]', "其竞赛名次与公布文件不符，见结果文件第2页。")
    page.fill('[name="name"]', "常举证")
    page.fill('[name="phone"]', "13911111111")
    press(page, _("Send the objection"))
    page.wait_for_url("**/received/**")
    looked_at(page)
    receipt = ask(lambda: Objection.objects.get().receipt)
    assert receipt in page.locator("main").inner_text()


def _the_office_examines(story: Story, city: cast.City, contested: Application) -> None:
    story.clock.move_to(at("2026-04-24 09:00"))
    page = story.visit(reverse("desk", args=[contested.public_id]), by=city.second_officer)
    press(page, _("Examine this objection"))
    page.check('[name$="admissible"][value="yes"]')
    page.locator('[name^="o"][name$="-reason"]').fill("实名，在期限内，针对公示名单。")
    press(page, _("Record whether it is admitted"))
    page.check('[name$="outcome"][value="upheld"]')
    page.locator('[name$="finding"]').fill("结果文件载明其名次为第五名。")
    page.locator('[name$="strike_off"]').check()
    press(page, _("Decide the objection"))
    expect(page.get_by_role("button", name=_("Decide the objection"))).to_have_count(0)
    assert ask(lambda: cast.fresh(contested).status) == Status.STRUCK_OFF


def _the_leader_decides(story: Story, city: cast.City, call: Call) -> None:
    story.clock.move_to(cast.DECIDED)
    page = story.visit(_page_of("call_decision", call), by=city.leader)
    assert "结果文件载明" in page.locator("main").inner_text()
    page.fill('[name="meeting"]', "局党组2026年第5次会议")
    page.fill('[name="decided_on"]', "2026-05-06")
    press(page, _("Record the decision"))
    page.wait_for_url("**/promulgation/")


def _the_document_gives_the_numbers(story: Story, city: cast.City, call: Call) -> None:
    story.clock.move_to(cast.PROMULGATED)
    page = story.visit(_page_of("call_promulgation", call), by=city.office)
    page.fill('[name="document_number"]', "星人社字〔2026〕12号")
    press(page, _("Promulgate"))
    page.wait_for_url("**/certificates/")
    assert ask(lambda: cast.fresh_call(call).status) == CallStatus.PROMULGATED


def _certificates_are_issued(story: Story, city: cast.City, call: Call) -> None:
    page = story.visit(_page_of("call_certificates", call), by=city.printer, english=False)
    press(page, _("Issue the certificates"))
    page.get_by_text(_("All certificates are issued.")).wait_for()
    looked_at(page)


def _the_public_checks(story: Story, steady: Application) -> None:
    code = ask(lambda: Certificate.objects.get(case=steady.subject).code)
    page = story.visit(f"/verify/{code}/", on_phone=True)
    assert page.locator("[data-verdict]").get_attribute("data-verdict") == "genuine"
    home = story.visit("/", on_phone=True, english=True)
    assert "星人社字〔2026〕12号" in home.locator("main").inner_text()
