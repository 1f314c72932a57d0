"""The task list and the page of a filed case: states, steps, history, and constant queries."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.actions import applying
from evaluations.desks import Desk
from evaluations.status import Status
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db


def shown(client, case):
    client.force_login(case.person.user)
    return client.get(reverse("application", args=[case.public_id]))


def states(answer) -> list[str]:
    return [section["state"] for section in answer.context["sections"]]


def test_the_task_list_of_an_empty_draft_says_what_cannot_start_yet(city, call, client, clock):
    person = cast.applicant()
    case = applying.start(
        call=call, person=person, track="by_selection", by=person.user,
        at=at("2026-03-10 09:00"), employer=None,
    )  # fmt: skip
    answer = shown(client, case)
    assert states(answer) == ["done", *["todo"] * 8, "blocked"]
    assert answer.context["sections"][-1]["reason"] == _("Choose your employer first.")


def test_the_task_list_of_a_complete_draft_is_ready_to_sign(city, call, client, clock):
    answer = shown(client, cast.draft(city, call))
    assert states(answer) == [
        "done", "done", "done", "done", "done", "todo", "done", "done", "todo", "todo",
    ]  # fmt: skip


def test_a_half_page_is_in_progress_and_blocks_the_signature(city, call, client, clock):
    answer = shown(client, cast.draft(city, call, answers={"post": ""}))
    assert states(answer)[2] == "progress"
    said = ngettext(
        "%(n)d section above is not complete yet.",
        "%(n)d sections above are not complete yet.",
        1,
    )
    assert answer.context["sections"][-1]["reason"] == said % {"n": 1}


def test_a_correction_counts_what_is_left(city, call, client, clock):
    case = cast.opine(city, cast.file(cast.draft(city, call)), "return")
    answer = shown(client, case)
    sections = answer.context["sections"]
    assert [s["state"] for s in sections] == [
        "done", "done", "returned", "done", "done", "todo", "done", "done", "todo", "todo",
    ]  # fmt: skip
    assert answer.context["deadline"] == case.corrections.get().due_at
    applying.save_answers(
        application_id=case.pk, answers={"post": "铣工"}, by=case.person.user, seen=None,
        at=at("2026-03-10 09:00"),
    )  # fmt: skip
    assert states(shown(client, case))[2] == "done"


def test_the_steps_name_desks_and_offices_never_people(city, call, client, clock):
    case = cast.opine(city, cast.file(cast.draft(city, call)))
    steps = shown(client, case).context["steps"]
    assert [(step["label"], step["state"]) for step in steps[:4]] == [
        (_("Filing"), "done"),
        (Desk.EMPLOYER.label, "done"),
        (Desk.DISTRICT.label, "current"),
        (Desk.FORMAL_CHECK.label, "todo"),
    ]
    assert (steps[1]["holder"], steps[2]["holder"]) == (city.employer.name, "湖心区")
    assert steps[2]["note"] == _("Has until %(day)s.") % {"day": "2026-03-19"}
    page = shown(client, case).text
    for person in (city.clerk, city.district, city.acceptance):
        assert person.name not in page


def test_where_the_way_has_ended_nothing_more_is_announced(city, call, client):
    steps = shown(client, cast.walked(city, call, Status.NOT_ACCEPTED)).context["steps"]
    assert [step["state"] for step in steps] == ["done", "done", "done", "refused"]


def test_the_whole_way_is_done_at_the_end(city, call, client):
    steps = shown(client, cast.walked(city, call, Status.CERTIFIED)).context["steps"]
    assert {step["state"] for step in steps} == {"done"}


def test_what_a_checker_proposes_under_four_eyes_is_not_told(city, call, client):
    case = cast.file(cast.draft(city, call))
    while case.opinions.count() < 3:
        case = cast.opine(city, case)
    case = cast.opine(city, case, "doubt", reason="怀疑年限不足")
    page = shown(client, case)
    assert "怀疑年限不足" not in page.text
    case = cast.opine(city, case, "decline", reason="年限不足")
    assert shown(client, case).context["refusal"].reason == "年限不足"


def test_history_is_newest_first(city, call, client, clock):
    case = cast.opine(city, cast.file(cast.draft(city, call)), "return")
    events = shown(client, case).context["events"]
    assert [event["at"] for event in events] == [at("2026-03-05 10:00"), at("2026-03-03 10:00")]
    assert events[0]["why"] == "材料与原件不一致"


def test_queries_do_not_grow_with_rows_and_files(
    city, call, client, clock, django_assert_max_num_queries, django_assert_num_queries
):
    case = cast.draft(city, call)
    shown(client, case)
    with django_assert_max_num_queries(25) as few:
        client.get(reverse("application", args=[case.public_id]))
    rows = case.answers["innovations"] * 3
    applying.save_answers(
        application_id=case.pk, answers={"innovations": rows}, by=case.person.user, seen=None,
        at=at("2026-03-10 09:00"),
    )  # fmt: skip
    for _number in range(3):
        cast.attach(case, "award_certificates", at("2026-03-10 09:00"))
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(reverse("application", args=[case.public_id]))


@pytest.mark.parametrize("page", ["check", "page/achievements", "page/honours"])
def test_pages_read_as_many_rows_with_as_many_queries(
    city, call, client, clock, page, django_assert_max_num_queries, django_assert_num_queries
):
    case = cast.draft(city, call)
    client.force_login(case.person.user)
    where = f"/applications/{case.public_id}/{page}/"
    client.get(where)
    with django_assert_max_num_queries(32) as few:
        client.get(where)
    named = [
        {"registered": "yes", "contest": str(cast.contest(city).public_id), "name": "", "level": "",
         "rank": 1, "date": "2025-10-15"}
        for _number in range(3)
    ]  # fmt: skip
    applying.save_answers(
        application_id=case.pk, answers={"contests": named[:1]}, by=case.person.user, seen=None,
        at=at("2026-03-10 09:00"),
    )  # fmt: skip
    with django_assert_max_num_queries(len(few.captured_queries) + 8) as one:
        client.get(where)
    applying.save_answers(
        application_id=case.pk, answers={"contests": named}, by=case.person.user, seen=None,
        at=at("2026-03-10 09:00"),
    )  # fmt: skip
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(where)
