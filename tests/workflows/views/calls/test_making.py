"""The page on which the office makes the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.models import StatusChange
from evaluations.status import CallStatus, Status
from tests import cast
from tests.remembered import remembered
from tests.visits import get, post, text
from tests.worlds import world

pytestmark = pytest.mark.django_db

NOW = cast.PROPOSED


@world
def city():
    return cast.City()


@remembered
def closed_with(city, n, year=2026):
    call = city.call(year=year)
    cases = [
        cast.to_the_list(city, cast.draft(city, call, person=cast.applicant(f"候选{i}")))
        for i in range(n)
    ]
    return cast.close(call), cases


def url(call):
    return reverse("call_list", args=[call.public_id])


def order(cases, **more):
    return {f"place-{case.pk}": str(i) for i, case in enumerate(cases, 1)} | more


def test_trying_an_order_writes_nothing(city):
    call, cases = closed_with(city, 2)

    answer = post(
        city.office,
        url(call),
        order(cases, do="try", **{"places-selection": "1"}),
        NOW,
        seen=call.version,
    )

    assert answer.status_code == 200
    assert cast.fresh_call(call).version == call.version
    assert {cast.fresh(case).status for case in cases} == {Status.FILED}


def test_proposing_puts_them_on_the_list_in_that_order(city):
    call, cases = closed_with(city, 2)

    answer = post(city.office, url(call), order(cases[::-1], do="propose"), NOW, seen=call.version)

    assert answer["Location"] == reverse("call_notice", args=[call.public_id])
    assert cast.fresh_call(call).status == CallStatus.PROPOSED
    assert [cast.fresh(case).list_position for case in cases] == [2, 1]


def test_who_is_left_out_has_the_reason_in_the_history(city):
    call, (one, two) = closed_with(city, 2)
    data = order([one]) | {f"why-{two.pk}": "本人书面放弃", "do": "propose"}

    post(city.office, url(call), data, NOW, seen=call.version)

    assert cast.fresh(two).status == Status.NOT_SELECTED
    assert (
        StatusChange.objects.get(application=two, after=Status.NOT_SELECTED).reason
        == "本人书面放弃"
    )
    assert "本人书面放弃" in text(get(city.office, url(call), NOW))


@pytest.mark.parametrize("more", [{"places-selection": "1"}, {"places-selection": "lots"}])
def test_other_places_than_the_rules_can_be_tried_but_not_proposed(city, more):
    call, cases = closed_with(city, 2)

    answer = post(
        city.office, url(call), order(cases, do="propose", **more), NOW, seen=call.version
    )

    assert answer.status_code == 422
    assert cast.fresh_call(call).status == CallStatus.CLOSED


def test_an_unreadable_number_is_refused_and_what_was_typed_stays(city):
    call, cases = closed_with(city, 2)
    data = order(cases, do="propose") | {f"place-{cases[0].pk}": "", f"why-{cases[0].pk}": ""}

    answer = post(city.office, url(call), data, NOW, seen=call.version)

    assert answer.status_code == 422
    assert cases[0].reference in text(answer)


def test_a_file_still_at_a_desk_holds_the_list_up_by_name(city):
    call = city.call()
    late = cast.file(cast.draft(city, call, person=cast.applicant("迟到者")))
    ready = cast.to_the_list(city, cast.draft(city, call))
    call = cast.close(call)

    answer = post(city.office, url(call), order([ready], do="propose"), NOW, seen=call.version)

    assert answer.status_code == 422
    assert reverse("desk", args=[late.public_id]) in text(answer)
    assert "迟到者" in text(answer)


def test_a_stale_page_does_not_propose(city):
    call, cases = closed_with(city, 1)

    answer = post(city.office, url(call), order(cases, do="propose"), NOW, seen=call.version - 1)

    assert answer.status_code == 409


def test_a_reader_who_is_not_the_office_sees_why_there_is_no_button(city):
    call, cases = closed_with(city, 1)

    assert 'value="propose"' not in text(get(city.leader, url(call), NOW))
    answer = post(city.leader, url(call), order(cases, do="propose"), NOW, seen=call.version)
    assert answer.status_code == 403
    assert cast.fresh_call(call).status == CallStatus.CLOSED


def test_the_page_costs_the_same_for_one_and_for_three(city):
    def queries(call):
        with CaptureQueriesContext(connection) as seen:
            get(city.office, url(call), NOW)
        return len(seen)

    assert queries(closed_with(city, 1)[0]) == queries(closed_with(city, 3, year=2027)[0])
