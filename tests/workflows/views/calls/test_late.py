"""Onto a list that is made already: the page on which the office decides it."""

import pytest
from django.urls import reverse

from evaluations.models import Application, LateListing
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.visits import get, post, text
from tests.worlds import world

pytestmark = pytest.mark.django_db

ASKED, NOW = at("2026-05-11 09:00"), at("2026-05-12 09:00")


@world
def city() -> cast.City:
    return cast.City()


@world
def refused(city) -> Application:
    return cast.refused_before_the_list(city)


@world
def case(city, refused) -> Application:
    return cast.through_again(city, refused, ASKED)


def page(name: str, *rest) -> str:
    return reverse(name, args=rest)


def decide(city, case, by=None, **answers):
    url = page("call_list_late", case.call.public_id, case.public_id)
    data = {"outcome": "list", "document": "", "reason": "原不予受理决定有误"} | answers
    return post(by or city.office, url, data, NOW, seen=cast.fresh_call(case.call).version)


def test_the_applicant_is_told_what_follows_before_he_asks(city, refused) -> None:
    said = text(get(refused.person.user, page("application_recheck", refused.public_id), ASKED))
    assert "单独公示、补入名单" in said


def test_the_list_and_the_overview_show_who_waits(city, case) -> None:
    decision = page("call_list_late", case.call.public_id, case.public_id)
    assert decision in text(get(city.office, page("call_list", case.call.public_id), NOW))
    assert "复核后正在重新审查" in text(
        get(city.office, page("call_office", case.call.public_id), NOW)
    )


def test_without_a_free_place_the_document_is_asked_for_and_nothing_typed_is_lost(
    city, case
) -> None:
    answer = decide(city, case)
    assert answer.status_code == 422
    assert "没有空缺名额" in text(answer)
    assert "原不予受理决定有误" in text(answer)

    answer = decide(city, case, document="星人才办〔2026〕9号")
    assert answer.status_code == 302
    assert cast.fresh(case).status == Status.PUBLICISED
    shown = text(get(city.office, page("call_list", case.call.public_id), NOW))
    assert "增加的名额依据：星人才办〔2026〕9号" in shown
    notice = case.call.notices.latest("edition")
    assert "经复核补入名单" in text(get(None, page("notice", notice.public_id), NOW))


def test_left_out_he_is_told_why(city, case) -> None:
    assert decide(city, case, outcome="leave_out", reason="名额已满").status_code == 302
    assert (cast.fresh(case).status, LateListing.objects.count()) == (Status.NOT_SELECTED, 0)
    own = text(get(case.person.user, page("application", case.public_id), NOW))
    assert "名额已满" in own


def test_nobody_but_the_office_decides_it(city, case) -> None:
    assert decide(city, case, by=city.leader).status_code == 403


def test_there_is_nothing_to_decide_about_who_has_not_passed_every_desk(city, refused) -> None:
    assert decide(city, refused).status_code == 404
