"""Posting the notice and correcting it, from the office's side."""

import pytest
from django.urls import reverse

from evaluations.models import CalendarYear
from evaluations.status import CallStatus, Status
from tests import cast
from tests.clock import at
from tests.remembered import remembered
from tests.visits import get, post, text
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def city():
    return cast.City()


@remembered
def walked(city, status):
    call = city.call()
    cast.walked(city, call, status)
    return cast.fresh_call(call)


def url(call):
    return reverse("call_notice", args=[call.public_id])


def test_shows_the_days_one_by_one_before_posting(city):
    call = walked(city, Status.PROPOSED)

    said = text(get(city.office, url(call), cast.POSTED))

    days = ["2026-04-22", "2026-04-23", "2026-04-24", "2026-04-27", "2026-04-28"]
    assert [f'datetime="{day}"' in said for day in days] == [True] * 5


def test_posting_leads_to_the_public_page(city):
    call = walked(city, Status.PROPOSED)

    answer = post(city.office, url(call), {}, cast.POSTED, seen=call.version)

    notice = call.notices.get()
    assert answer["Location"] == reverse("notice", args=[notice.public_id])
    assert cast.fresh_call(call).status == CallStatus.PUBLICISED


def test_a_double_click_posts_one_notice(city):
    call = walked(city, Status.PROPOSED)
    post(city.office, url(call), {}, cast.POSTED, seen=call.version)

    answer = post(city.office, url(call), {}, cast.POSTED, seen=call.version)

    assert answer.status_code in {409, 422}
    assert call.notices.count() == 1


def test_an_unpublished_year_is_a_sentence_with_the_way_to_the_calendar_until_it_is_entered(city):
    call = walked(city, Status.PROPOSED)
    moment = at("2030-03-01 09:00")

    refused = get(city.office, url(call), moment)
    assert reverse("office_calendar") in text(refused)
    assert post(city.office, url(call), {}, moment, seen=call.version).status_code == 422
    assert call.notices.count() == 0

    CalendarYear.objects.create(
        year=2030, complete=True, source="通知", entered_at=moment, entered_by=city.office
    )
    assert post(city.office, url(call), {}, moment, seen=call.version).status_code == 302


def test_a_correction_needs_words_and_becomes_a_new_version(city):
    call = walked(city, Status.PUBLICISED)
    moment = at("2026-04-23 09:00")

    empty = post(city.office, url(call), {"note": ""}, moment, seen=call.version)
    done = post(city.office, url(call), {"note": "更正单位"}, moment, seen=call.version)

    assert (empty.status_code, done.status_code) == (422, 302)
    assert [notice.edition for notice in call.notices.all()] == [1, 2]


def test_only_the_office_posts(city):
    call = walked(city, Status.PROPOSED)

    assert post(city.leader, url(call), {}, cast.POSTED, seen=call.version).status_code == 403
    assert call.notices.count() == 0
