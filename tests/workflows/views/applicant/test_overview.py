"""My applications and the start: whose move, what next, and every reason not to begin."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.desks import Desk
from evaluations.models import Application, Person, User
from evaluations.status import Status
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db


def start_url(call) -> str:
    return reverse("start_application", args=[call.public_id])


def test_each_application_says_whose_move_it_is(city, call, client, clock):
    case = cast.file(cast.draft(city, call))
    client.force_login(case.person.user)
    (row,) = client.get("/applications/").context["cases"]
    move = row["move"]
    assert (move.yours, move.who, move.what) == (False, city.employer.name, Desk.EMPLOYER.label)
    cast.opine(city, case, "return")
    (row,) = client.get("/applications/").context["cases"]
    assert (row["move"].yours, row["status"]) == (True, Status.RETURNED)
    assert (
        row["move"].due == case.corrections.get().due_at.astimezone(at("2026-01-01").tzinfo).date()
    )


def test_nobody_learns_of_the_list_before_it_is_published(city, call, client):
    case = cast.walked(city, call, Status.PROPOSED)
    client.force_login(case.person.user)
    (row,) = client.get("/applications/").context["cases"]
    assert row["status"] == Status.FILED
    page = client.get(reverse("application", args=[case.public_id]))
    assert page.context["status"] == Status.FILED
    assert all(event.get("status") != Status.PROPOSED for event in page.context["events"])
    cast.publicise(city, call)
    page = client.get(reverse("application", args=[case.public_id]))
    assert page.context["status"] == Status.PUBLICISED


def test_the_list_needs_as_many_queries_for_three_as_for_one(
    city, call, client, clock, django_assert_num_queries, django_assert_max_num_queries
):
    person = cast.applicant()
    client.force_login(person.user)
    cast.file(cast.draft(city, call, person=person))
    with django_assert_max_num_queries(30) as one:
        client.get("/applications/")
    for year in (2027, 2028):
        cast.file(cast.draft(city, city.call(year=year), person=person))
    with django_assert_num_queries(len(one.captured_queries)):
        client.get("/applications/")


def test_beginning_opens_the_task_list(city, call, client, clock):
    person = cast.applicant()
    client.force_login(person.user)
    page = client.get(start_url(call))
    assert [track["label"] for track in page.context["tracks"]] == ["竞赛授予", "评选推荐"]
    answer = client.post(start_url(call), {"track": "by_selection"})
    case = Application.objects.get(person=person)
    assert (answer.status_code, answer.url) == (302, f"/applications/{case.public_id}/")


def test_without_a_choice_it_does_not_begin(call, client, clock):
    client.force_login(cast.applicant().user)
    for track in ("", "invented"):
        answer = client.post(start_url(call), {"track": track})
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"track": [_("Choose one way in.")]}


def test_a_second_application_is_refused_with_the_first_one_named(city, call, client, clock):
    case = cast.draft(city, call)
    client.force_login(case.person.user)
    answer = client.post(start_url(call), {"track": "by_contest"})
    sentence = _("You already have the application %(reference)s in this call.")
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"__all__": [sentence % {"reference": case.reference}]}
    assert Application.objects.filter(person=case.person).count() == 1


def test_a_closed_window_is_told_by_the_servers_clock(call, client, clock):
    client.force_login(cast.applicant().user)
    clock.move_to(at("2026-04-01 00:00"))
    client.force_login(User.objects.get(person__isnull=False))
    page = client.get(start_url(call))
    assert (page.context["open"], page.context["at"]) == (False, at("2026-04-01 00:00"))
    assert (page.status_code, "2026-04-01 00:00" in page.text) == (422, True)
    answer = client.post(start_url(call), {"track": "by_selection"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "__all__": [_("This call is not open for applications now.")]
    }


def test_somebody_without_identity_data_gives_them_first(call, client, clock):
    client.force_login(cast.user("新人"))
    answer = client.get(start_url(call))
    assert answer.url == f"/accounts/profile/?next={start_url(call)}"
    assert not Person.objects.exists()


def test_a_call_in_preparation_does_not_exist_for_applicants(city, client, clock):
    made = cast.City.call(city, year=2030)
    client.force_login(cast.applicant().user)
    assert client.get(start_url(made)).status_code == 200
    unknown = reverse("start_application", args=["00000000-0000-0000-0000-000000000000"])
    assert client.get(unknown).status_code == 404
