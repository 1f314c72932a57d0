"""A long list at work: a bar, the law's sentence where it refuses, and a second start."""

import json

import pytest
from django.urls import reverse

from evaluations.status import CallStatus
from tests import cast
from tests.clock import at
from tests.visits import get, post, text
from workflows import listwork

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]

NOW, LATER = cast.PROPOSED, at("2026-04-28 23:00")


@pytest.fixture
def city():
    return cast.City()


@pytest.fixture
def call(city):
    made = city.call()
    cast.to_the_list(city, cast.draft(city, made))
    return cast.close(made)


def url(call, name="call_job"):
    return reverse(name, args=[call.public_id])


def lying(call, **more):
    (case,) = call.applications.all()
    state = listwork.State(
        act="propose", at=NOW.isoformat(), moved_at=NOW.isoformat(), total=1,
        given={"order": {str(case.pk): 1}, "notes": {}, "seen": call.version},
    )  # fmt: skip
    for name, value in more.items():
        setattr(state, name, value)
    listwork.Shelf(call).write(state)


def test_a_long_list_goes_to_the_queue_and_shows_its_page(city, call, monkeypatch):
    monkeypatch.setattr(listwork, "SMALL", 0)
    (case,) = call.applications.all()
    data = {f"place-{case.pk}": "1", "do": "propose"}
    answer = post(
        city.office, reverse("call_list", args=[call.public_id]), data, NOW, seen=call.version
    )
    assert answer["Location"] == url(call)
    assert cast.fresh_call(call).status == CallStatus.PROPOSED
    assert reverse("call_notice", args=[call.public_id]) in text(get(city.office, url(call), NOW))


def test_the_bar_tells_how_far_it_is(city, call):
    lying(call, running=True, done=1)
    answer = get(city.office, url(call, "call_job_progress"), NOW)
    told = json.loads(answer.content)
    assert (told["done"], told["total"], told["finished"]) == (1, 1, False)
    assert url(call) in text(get(city.office, reverse("call_office", args=[call.public_id]), NOW))


def test_a_refusal_stands_on_the_page(city, call):
    lying(call, refusal="还有1件未办结。")
    said = text(get(city.office, url(call), NOW))
    assert "还有1件未办结。" in said
    assert reverse("call_list", args=[call.public_id]) in said


def test_what_died_is_started_again_by_the_office(city, call):
    lying(call, running=True, user=city.office.pk, language="zh-hans")
    assert post(city.office, url(call), {}, NOW, seen=call.version).status_code == 422
    assert post(city.office, url(call), {}, LATER, seen=call.version).status_code == 302
    assert cast.fresh_call(call).status == CallStatus.PROPOSED


def test_strangers_see_nothing_of_it(city, call):
    assert get(city.clerk, url(call), NOW).status_code == 403
    assert get(city.clerk, url(call, "call_job_progress"), NOW).status_code == 403
