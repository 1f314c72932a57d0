"""Where a call stands, what is late, what blocks the next step."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.desks import Desk, Verdict
from evaluations.status import CallStatus, Status
from tests import cast
from tests.clock import at
from tests.remembered import remembered
from tests.visits import get, post, text
from workflows.views.calls import figures

pytestmark = pytest.mark.django_db

LATER = at("2026-04-10 09:00")


def page(call, user, moment=LATER, name="call_office"):
    return get(user, reverse(name, args=[call.public_id]), moment)


@remembered
def mixed(city):
    """A draft, one at the employer, one at the list, one refused."""
    call = city.call()
    cast.draft(city, call)
    cast.file(cast.draft(city, call))
    cast.to_the_list(city, cast.draft(city, call))
    cast.opine(city, cast.file(cast.draft(city, call)), Verdict.DECLINE)
    return call


def test_the_funnel_counts_every_application_once():
    call = mixed(cast.City())

    counted = figures.counts(call)
    funnel = figures.funnel(call, counted)

    assert sorted(counted, key=str) == sorted(
        [
            (Status.DRAFT, None, 1),
            (Status.FILED, Desk.EMPLOYER, 1),
            (Status.FILED, Desk.LIST, 1),
            (Status.NOT_RECOMMENDED, None, 1),
        ],
        key=str,
    )
    assert (funnel.total, funnel.filed) == (4, 3)
    assert sum(stage["value"] for stage in funnel.stages + funnel.ends) == 4


def test_the_funnel_is_one_query_and_the_page_costs_the_same_for_one_and_for_three():
    city = cast.City()
    call = city.call()
    cast.file(cast.draft(city, call))

    def queries(name):
        with CaptureQueriesContext(connection) as seen:
            assert page(call, city.office, name=name).status_code == 200
        return len(seen)

    names = ("call_office", "call_applications", "call_history")
    alone = [queries(name) for name in names]
    for _ in range(2):
        cast.file(cast.draft(city, call))

    assert [queries(name) for name in names] == alone
    with CaptureQueriesContext(connection) as seen:
        figures.counts(call)
    assert len(seen) == 1


def test_names_what_blocks_the_list_with_a_link():
    city = cast.City()
    call = city.call()
    waiting = cast.file(cast.draft(city, call, person=cast.applicant("等待者")))
    call = cast.close(call)

    blocks = figures.blocking(call, at=LATER)

    assert [task["title"] for block in blocks for task in block.tasks] == ["等待者"]
    said = text(page(call, city.office))
    assert reverse("desk", args=[waiting.public_id]) in said
    assert "等待者" not in text(page(call, city.printer))


def test_shows_overdue_work():
    city = cast.City()
    call = city.call()
    cast.file(cast.draft(city, call))

    assert figures.overdue(call, at("2026-03-04")).count() == 0
    assert figures.overdue(call, at("2026-03-30")).count() == 1


@pytest.mark.parametrize(
    ("status", "stops"),
    [
        (Status.PUBLICISED, [True]),
        (Status.CONTESTED, [True, False]),
        (Status.APPROVED, []),
        (Status.CERTIFIED, []),
    ],
)
def test_knows_what_each_step_waits_for(status, stops):
    city = cast.City()
    call = city.call()
    cast.walked(city, call, status)

    blocks = figures.blocking(cast.fresh_call(call), at=at("2026-04-24 09:00"))

    assert [block.stops for block in blocks] == stops


def test_a_notice_that_reaches_an_unknown_year_is_a_sentence_with_the_way_to_the_calendar():
    city = cast.City()
    call = city.call()
    cast.walked(city, call, Status.PROPOSED)

    (block,) = figures.blocking(cast.fresh_call(call), at=at("2030-03-01 09:00"))

    assert "2030" in block.sentence
    assert block.url == reverse("office_calendar")


def test_the_list_of_applications_is_narrowed_searched_and_paged(monkeypatch):
    city = cast.City()
    call = city.call()
    first = cast.file(cast.draft(city, call, person=cast.applicant("甲一")))
    second = cast.to_the_list(city, cast.draft(city, call, person=cast.applicant("乙二")))
    monkeypatch.setattr("workflows.views.calls.applications.PAGE", 1)
    url = reverse("call_applications", args=[call.public_id])

    def names(query):
        said = text(get(city.office, f"{url}?{query}", LATER))
        return [name in said for name in ("甲一", "乙二")]

    assert names("") == [True, False]
    assert names(f"after={first.pk}") == [False, True]
    assert names("desk=list") == [False, True]
    assert names(f"q={first.reference[-4:]}") == [True, False]
    assert names("q=乙") == [False, True]
    assert names("status=withdrawn") == [False, False]
    assert names("status=nonsense")[0] is True
    assert second.reference in text(get(city.office, f"{url}?q={second.reference}", LATER))


def test_a_draft_is_nobodys_to_see():
    city = cast.City()
    call = city.call()
    cast.draft(city, call, person=cast.applicant("草稿人"))

    assert "草稿人" not in text(page(call, city.office, name="call_applications"))


def test_the_index_of_calls_costs_the_same_for_one_and_for_three():
    city = cast.City()
    city.call()

    def queries():
        with CaptureQueriesContext(connection) as seen:
            get(city.office, reverse("office_calls"), LATER)
        return len(seen)

    alone = queries()
    city.call(year=2027)
    city.call(year=2028)

    assert queries() == alone


def test_the_office_concludes_when_nothing_is_left():
    city = cast.City()
    call = city.call()
    cast.walked(city, call, Status.CERTIFIED)
    call = cast.fresh_call(call)
    moment = at("2026-05-20 09:00")
    url = reverse("call_conclude", args=[call.public_id])
    assert url in text(page(call, city.office, moment))
    assert url not in text(page(call, city.leader, moment))
    assert post(city.leader, url, {}, moment, seen=call.version).status_code == 403

    assert post(city.office, url, {}, moment, seen=call.version).status_code == 302

    assert cast.fresh_call(call).status == CallStatus.CONCLUDED


def test_a_call_with_certificates_to_issue_is_not_concluded():
    city = cast.City()
    call = city.call()
    cast.walked(city, call, Status.APPROVED)
    cast.promulgate(city, cast.fresh_call(call), call.decisions.get())
    call = cast.fresh_call(call)
    url = reverse("call_conclude", args=[call.public_id])

    answer = post(city.office, url, {}, at("2026-05-20 09:00"), seen=call.version)

    assert answer.status_code == 422
    assert cast.fresh_call(call).status == CallStatus.PROMULGATED
