"""Two clicks on one button: one act, one answer; another form or another person is not confused."""

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.models import StatusChange
from evaluations.status import Status
from tests import cast
from workflows.views import once

pytestmark = pytest.mark.django_db
KEY = "0b4f6c1e-6f1b-4c39-8f0a-5d8f6b7f2a11"


@pytest.fixture
def case():
    city = cast.City()
    return cast.file(cast.draft(city, city.call()))


def click(client: Client, case, key: str = KEY):
    given = {"key": key, "seen": case.version, "reason": "改主意"}
    return client.post(reverse("application_withdraw", args=[case.public_id]), given)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_second_click_is_led_where_the_first_one_was(case):
    client = signed_in(case.person.user)
    first, second = click(client, case), click(client, case)
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert cast.fresh(case).status == Status.WITHDRAWN
    assert StatusChange.objects.filter(application=case, after=Status.WITHDRAWN).count() == 1


def test_the_second_click_that_waited_for_the_lock_hears_the_first_ones_answer(case, monkeypatch):
    client = signed_in(case.person.user)
    url = click(client, case).url
    asked = []

    def late(session, form):
        asked.append(form)
        return "" if len(asked) == 1 else answer(session, form)

    answer = once._answer
    monkeypatch.setattr(once, "_answer", late)
    assert click(client, case).url == url
    assert len(asked) == 2


def test_another_form_and_another_person_get_their_own_answer(case):
    client = signed_in(case.person.user)
    click(client, case)
    assert click(client, case, KEY.replace("0b", "0c")).status_code == 409
    assert click(signed_in(cast.user("旁人")), case).status_code == 404
    assert click(Client(), case).status_code == 401
