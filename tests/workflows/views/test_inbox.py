"""The list of my work: rows, filters in the address, claiming, and a constant price."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.roles import Role
from tests import cast, visits
from tests.clock import at
from tests.worlds import world
from workflows import desk, inbox

pytestmark = pytest.mark.django_db
NOW = at("2026-03-09 09:00")


@world
def city() -> cast.City:
    return cast.City()


def listed(answer) -> list[str]:
    return [row["reference"] for row in answer.context["rows"]]


def test_a_visitor_is_asked_to_sign_in() -> None:
    answer = visits.get(None, "/inbox/", NOW)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/inbox/")


def test_an_unopened_file_is_opened_by_a_press_not_by_a_link(city) -> None:
    case = cast.file(cast.draft(city, city.call()))
    text = visits.text(visits.get(city.clerk, "/inbox/", NOW))
    assert f'formaction="/desk/{case.public_id}/open/"' in text
    assert f'href="/desk/{case.public_id}/"' not in text

    visits.post(city.clerk, f"/desk/{case.public_id}/open/", {}, NOW)

    text = visits.text(visits.get(city.clerk, "/inbox/", NOW))
    assert f'href="/desk/{case.public_id}/"' in text


def test_a_correction_leads_its_applicant_to_the_application(city) -> None:
    case = cast.walked(city, city.call(), "returned")
    text = visits.text(visits.get(case.person.user, "/inbox/", NOW))
    assert f'href="/applications/{case.public_id}/"' in text


def test_call_tasks_stand_in_the_same_list(city) -> None:
    call = cast.desk_call(city, cast_programme(), 2028)
    answer = visits.get(city.office, "/inbox/", NOW)
    assert [row["title"] for row in answer.context["rows"]] == [call.title]


def cast_programme():
    from workflows import programme  # only here

    return programme.get("technical_expert")


def test_an_empty_list_says_what_will_come(city) -> None:
    officer = visits.text(visits.get(city.district, "/inbox/", NOW))
    applicant = visits.text(visits.get(city.stranger, "/inbox/", NOW))
    assert 'class="empty"' in officer
    assert 'class="empty"' in applicant
    assert officer != applicant


def test_filters_live_in_the_address_and_go_with_every_link(city) -> None:
    case = cast.file(cast.draft(city, city.call()))
    answer = visits.get(city.clerk, "/inbox/?desk=employer&hand=free", NOW)
    assert listed(answer) == [case.reference]
    assert f'/desk/{case.public_id}/open/?desk=employer&amp;hand=free"' in visits.text(answer)
    assert listed(visits.get(city.clerk, "/inbox/?hand=mine", NOW)) == []


@pytest.mark.parametrize(
    "query", ["call=x", "desk=nonsense", "hand=all", "overdue=maybe", "after=zz", "q=%00", "q="]
)
def test_a_filter_that_means_nothing_is_left_out(city, query) -> None:
    cast.file(cast.draft(city, city.call()))
    answer = visits.get(city.clerk, f"/inbox/?{query}", NOW)
    assert answer.status_code == 200


def test_a_page_that_has_emptied_leads_back_to_the_first(city) -> None:
    answer = visits.get(city.clerk, "/inbox/?after=1-1&desk=employer", NOW)
    assert (answer.status_code, answer["Location"]) == (302, "/inbox/?desk=employer")


def test_several_files_are_taken_in_hand_at_once(city) -> None:
    call = city.call()
    tasks = [desk.open_task(cast.file(cast.draft(city, call))) for _each in range(3)]
    sent = {"task": [str(task.pk) for task in tasks[:2]] + ["x", "0"]}

    answer = visits.post(city.clerk, "/inbox/claim/?desk=employer", sent, NOW)

    assert answer["Location"] == "/inbox/?desk=employer"
    holders = [desk.open_task(task.process.application).owner for task in tasks]
    assert holders == [city.clerk, city.clerk, None]


def test_nobody_claims_what_lies_on_anothers_desk(city) -> None:
    task = desk.open_task(cast.file(cast.draft(city, city.call())))
    visits.post(city.district, "/inbox/claim/", {"task": [str(task.pk)]}, NOW)
    assert desk.open_task(task.process.application).owner is None


def test_a_search_shows_only_what_one_may_see(city) -> None:
    case = cast.file(cast.draft(city, city.call()))
    assert listed(visits.get(city.clerk, f"/inbox/?q={case.reference}", NOW)) == [case.reference]
    assert listed(visits.get(city.district, f"/inbox/?q={case.reference}", NOW)) == []
    assert listed(visits.get(city.district, "/inbox/?q=林一帆", NOW)) == []
    assert listed(visits.get(city.clerk, "/inbox/?q=没有此人", NOW)) == []


def test_the_list_has_a_constant_price(city) -> None:
    client, counts = Client(), []
    client.force_login(city.clerk)
    for n in (1, 11):
        call = city.call(year=2026 + n)
        for _each in range(n):
            cast.file(cast.draft(city, call))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/inbox/")
        assert len(answer.context["rows"]) == (1 if n == 1 else 12)
        counts.append(len(queries))
    assert counts == [7, 7]  # one of them: what waits on other pages


def test_overdue_work_is_for_the_office_and_those_who_watch(city) -> None:
    case = cast.file(cast.draft(city, city.call()))
    late = at("2026-06-01 09:00")
    auditor = cast.official("审计", Role.AUDITOR)
    for user in (city.office, auditor):
        answer = visits.get(user, "/overdue/", late)
        assert case.reference in listed(answer)
        assert [row["place_label"] for row in answer.context["rows"] if row["reference"]] == [
            city.employer.name
        ]
    for user in (city.clerk, city.stranger, city.leader):
        assert visits.get(user, "/overdue/", late).status_code == 403


def test_the_overdue_list_names_who_holds_the_file(city) -> None:
    case = cast.file(cast.draft(city, city.call()))
    visits.post(city.clerk, f"/desk/{case.public_id}/open/", {}, NOW)
    text = visits.text(visits.get(city.office, "/overdue/", at("2026-06-01 09:00")))
    assert city.clerk.name in text


def test_the_district_box_is_offered_only_where_there_is_a_choice(city) -> None:
    assert "district" not in visits.get(city.clerk, "/inbox/", NOW).context["filters"].fields
    assert "district" in visits.get(city.office, "/inbox/", NOW).context["filters"].fields


def test_pages_of_the_list_lead_to_each_other(city, monkeypatch) -> None:
    monkeypatch.setattr(inbox, "PAGE", 2)
    call = city.call()
    cases = [cast.file(cast.draft(city, call)) for _each in range(3)]
    first = visits.get(city.clerk, "/inbox/", NOW)
    second = visits.get(city.clerk, f"/inbox/{first.context['next_url']}", NOW)
    assert listed(first) + listed(second) == [case.reference for case in cases]
    back = visits.get(city.clerk, f"/inbox/{second.context['previous_url']}", NOW)
    assert listed(back) == listed(first)
