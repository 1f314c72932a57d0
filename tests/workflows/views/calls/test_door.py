"""Every office page for every kind of visitor: the page, or a sentence; never a stack trace."""

import pytest
from django.urls import reverse

from evaluations.roles import Role
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.visits import get, id_numbers, leaks, text
from tests.workflows.views.calls.people import everybody

pytestmark = pytest.mark.django_db

LATER = at("2026-05-20 09:00")
FOLLOW = {"acceptance", "office", "leader", "printer", "auditor"}
READ = FOLLOW - {"printer"}
MAY_OPEN = {
    "call_office": FOLLOW,
    "call_history": FOLLOW,
    "call_applications": READ,
    "call_list": READ,
    "call_notice": READ,
    "call_decision": READ,
    "call_promulgation": FOLLOW,
    "call_certificates": FOLLOW,
    "call_record": {"auditor"},
}


def visit(page, call, user, moment=LATER):
    return get(user, reverse(page, args=[call.public_id]), moment)


@pytest.mark.parametrize(
    "status", [Status.FILED, Status.PROPOSED, Status.PUBLICISED, Status.CERTIFIED]
)
def test_each_page_opens_for_those_who_follow_the_call_and_refuses_all_others(status):
    city = cast.City()
    call = city.call()
    case = cast.walked(city, call, status)
    call, visitors = cast.fresh_call(call), everybody(city)

    for page, may in MAY_OPEN.items():
        for name, user in visitors.items():
            answer = visit(page, call, user)
            wanted = 302 if user is None else 200 if name in may else 403
            assert (page, name, answer.status_code) == (page, name, wanted)
            assert id_numbers(text(answer)) == []
            assert leaks(case.person.id_number, text(answer)) == []


def test_a_refusal_is_a_sentence():
    city = cast.City()
    call = city.call()

    answer = visit("call_office", call, city.stranger)

    assert "只有" in text(answer) or "Only the offices" in text(answer)
    assert "Traceback" not in text(answer)


def test_an_unknown_call_is_a_404_for_everybody_who_is_signed_in():
    city = cast.City()
    url = reverse("call_office", args=["00000000-0000-4000-8000-000000000000"])

    assert {get(user, url, LATER).status_code for user in (city.office, city.stranger)} == {404}


def test_a_role_over_one_call_opens_that_call_and_no_other():
    city = cast.City()
    mine, other = city.call(year=2026), city.call(year=2027)
    guest = cast.official("借调员", Role.REVIEW_OFFICE, call=mine)

    assert [visit("call_office", call, guest).status_code for call in (mine, other)] == [200, 403]
    index = text(get(guest, reverse("office_calls"), LATER))
    assert (mine.title in index, other.title in index) == (True, False)


def test_the_certificate_officer_reads_no_names_of_applicants():
    city = cast.City()
    call = city.call()
    case = cast.walked(city, call, Status.FILED)

    assert case.person.name not in text(visit("call_office", call, city.printer))
    assert case.person.name in text(visit("call_applications", call, city.office))


@pytest.mark.parametrize(
    ("status", "page"),
    [
        (Status.FILED, "call_office"),
        (Status.PROPOSED, "call_notice"),
        (Status.PUBLICISED, "call_decision"),
        (Status.APPROVED, "call_promulgation"),
        (Status.CERTIFIED, "call_certificates"),
    ],
)
def test_an_inbox_leads_to_the_page_of_the_present_desk(status, page):
    city = cast.City()
    call = city.call()
    cast.walked(city, call, status)

    answer = visit("call_desk", call, city.office)

    assert answer["Location"] == reverse(page, args=[call.public_id])
