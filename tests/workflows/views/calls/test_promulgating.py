"""The document that publishes the decision gives the numbers."""

import pytest
from django.urls import reverse

from certificates.models import Certificate
from evaluations.models import Person
from evaluations.status import CallStatus, Status
from tests import cast
from tests.remembered import remembered
from tests.visits import get, post, text
from tests.worlds import world

pytestmark = pytest.mark.django_db

NOW = cast.PROMULGATED
DOCUMENT = {"document_number": "星人社字〔2026〕12号", "effective_on": "2026-05-08"}


@world
def city():
    return cast.City()


@remembered
def decided(city, name="林一帆"):
    call = city.call()
    case = cast.to_the_list(city, cast.draft(city, call, person=cast.applicant(name)))
    cast.publicise(city, cast.propose(city, cast.close(call), [case]))
    cast.decide(city, call)
    return cast.fresh_call(call)


def url(call):
    return reverse("call_promulgation", args=[call.public_id])


def test_the_office_promulgates_and_every_approved_case_gets_its_number(city):
    call = decided(city)

    answer = post(city.office, url(call), DOCUMENT, NOW, seen=call.version)

    assert answer["Location"] == reverse("call_certificates", args=[call.public_id])
    assert cast.fresh_call(call).status == CallStatus.PROMULGATED
    assert Certificate.objects.get().facts["document_number"] == "星人社字〔2026〕12号"


def test_without_document_number_nothing_happens(city):
    call = decided(city)

    answer = post(
        city.office, url(call), DOCUMENT | {"document_number": " "}, NOW, seen=call.version
    )

    assert answer.status_code == 422
    assert Certificate.objects.count() == 0


def test_a_second_click_gives_no_second_number(city):
    call = decided(city)
    post(city.office, url(call), DOCUMENT, NOW, seen=call.version)

    answer = post(city.office, url(call), DOCUMENT, NOW, seen=cast.fresh_call(call).version)

    assert answer.status_code == 422
    assert Certificate.objects.count() == 1


def test_a_name_that_cannot_be_printed_stops_the_list_with_a_sentence_and_no_number(city):
    call = decided(city, name="林\U0003fffd")

    answer = post(city.office, url(call), DOCUMENT, NOW, seen=call.version)

    assert answer.status_code == 422
    assert cast.fresh_call(call).status == CallStatus.DECIDED
    assert Certificate.objects.count() == 0
    assert Person.objects.filter(name="林\U0003fffd").exists()


def test_who_may_not_promulgate_sees_why(city):
    call = decided(city)

    assert 'name="document_number"' not in text(get(city.leader, url(call), NOW))
    assert post(city.leader, url(call), DOCUMENT, NOW, seen=call.version).status_code == 403


def test_shows_what_was_decided(city):
    call = decided(city)

    said = text(get(city.office, url(call), NOW))

    assert "局党组2026年第5次会议" in said
    assert call.applications.get().status == Status.APPROVED
