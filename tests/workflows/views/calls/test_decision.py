"""The deciders' page: the list under notice, objections, and the decision."""

import pytest
from django.urls import reverse

from evaluations.models import StatusChange
from evaluations.status import CallStatus, Status
from tests import cast
from tests.clock import at
from tests.remembered import remembered
from tests.visits import get, post, text
from tests.worlds import world

pytestmark = pytest.mark.django_db

NOW = cast.DECIDED


@world
def city():
    return cast.City()


@remembered
def under_notice(city, n=2):
    call = city.call()
    cases = [
        cast.to_the_list(city, cast.draft(city, call, person=cast.applicant(f"候选{i}")))
        for i in range(n)
    ]
    cast.publicise(city, cast.propose(city, cast.close(call), cases))
    return cast.fresh_call(call), cases


def url(call):
    return reverse("call_decision", args=[call.public_id])


def meeting(**more):
    return {"meeting": "局党组2026年第5次会议", "decided_on": "2026-05-06"} | more


def test_the_leader_decides_and_strikes_off_with_a_reason(city):
    call, (one, two) = under_notice(city)
    data = meeting(**{f"strike-{two.pk}": "on", f"why-{two.pk}": "经核查不在一线岗位"})

    answer = post(city.leader, url(call), data, NOW, seen=call.version)

    assert answer["Location"] == reverse("call_promulgation", args=[call.public_id])
    assert [cast.fresh(case).status for case in (one, two)] == [Status.APPROVED, Status.STRUCK_OFF]
    struck = StatusChange.objects.get(application=two, after=Status.STRUCK_OFF)
    assert struck.reason == "经核查不在一线岗位"
    assert cast.fresh_call(call).status == CallStatus.DECIDED


@pytest.mark.parametrize(
    "marks", [{"strike-{pk}": "on", "why-{pk}": ""}, {"why-{pk}": "写了理由没有勾选"}]
)
def test_striking_off_needs_both_the_tick_and_the_reason(city, marks):
    call, (one, _two) = under_notice(city)
    data = meeting(**{name.format(pk=one.pk): value for name, value in marks.items()})

    answer = post(city.leader, url(call), data, NOW, seen=call.version)

    assert answer.status_code == 422
    assert {cast.fresh(one).status} == {Status.PUBLICISED}
    assert "局党组2026年第5次会议" in text(answer)


def test_nothing_is_decided_before_the_notice_has_ended(city):
    call, _cases = under_notice(city)

    answer = post(city.leader, url(call), meeting(), at("2026-04-27 09:00"), seen=call.version)

    assert answer.status_code == 422
    assert "2026-04-28" in text(answer)


def test_only_the_body_that_the_rules_name_decides(city):
    call, _cases = under_notice(city)

    assert post(city.office, url(call), meeting(), NOW, seen=call.version).status_code == 403
    assert 'name="meeting"' not in text(get(city.office, url(call), NOW))


def test_a_contested_candidate_is_shown_and_decided_later(city):
    call, (one, two) = under_notice(city)
    objection = cast.object_to(cast.fresh(two))

    said = text(get(city.leader, url(call), NOW))
    post(city.leader, url(call), meeting(), NOW, seen=cast.fresh_call(call).version)

    assert objection.receipt in said
    assert "常举证" not in said
    assert f'name="strike-{two.pk}"' not in said
    assert [cast.fresh(case).status for case in (one, two)] == [Status.APPROVED, Status.CONTESTED]


@pytest.mark.parametrize("missing", ["meeting", "decided_on"])
def test_meeting_and_date_are_needed(city, missing):
    call, _cases = under_notice(city, 1)

    answer = post(city.leader, url(call), meeting(**{missing: ""}), NOW, seen=call.version)

    assert answer.status_code == 422
    assert f'href="#id_{missing}"' in text(answer)


def test_a_meeting_of_tomorrow_has_not_decided(city):
    call, _cases = under_notice(city, 1)

    answer = post(city.leader, url(call), meeting(decided_on="2026-05-07"), NOW, seen=call.version)

    assert answer.status_code == 422
