"""My work: derived from live grants, ordered by due date, paged by key without loss or repetition."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.desks import CallDesk, Desk, Verdict
from evaluations.models import Application, Organisation
from evaluations.roles import Role
from tests import cast
from tests.clock import at
from tests.remembered import remembered
from workflows import desk, inbox
from workflows.inbox import Seat
from workflows.inbox_filters import Filters
from workflows.models import NEVER, DeskTask

pytestmark = pytest.mark.django_db
NOW = at("2026-03-09 09:00")


def references(page: inbox.Page) -> list[str]:
    return [row["reference"] for row in page.rows]


def test_somebody_without_a_grant_has_only_the_own_corrections() -> None:
    person = cast.user("路人")
    assert inbox.places_of(person) == (Seat(f"applicant:{person.pk}", (Desk.CORRECTION,)),)


def test_a_grant_opens_the_desks_of_its_role_at_its_place() -> None:
    unit = cast.organisation()
    head = cast.official("单位", Role.EMPLOYER_HEAD, organisation=unit)
    officer = cast.official("区审", Role.DISTRICT_OFFICER, district="990602")

    assert inbox.places_of(head)[1:] == (
        Seat(f"employer:{unit.pk}", (Desk.EMPLOYER, Desk.EMPLOYER_PUBLICITY)),
    )
    assert inbox.places_of(officer)[1:] == (Seat("district:990602", (Desk.DISTRICT,)),)


def test_the_office_also_sits_at_the_desks_of_the_call() -> None:
    office = cast.official("办公室", Role.REVIEW_OFFICE)
    desks = {desk for seat in inbox.places_of(office) for desk in seat.desks}
    assert {CallDesk.SETUP, CallDesk.PROPOSED_LIST, CallDesk.NOTICE, Desk.OBJECTION} <= desks
    assert not desks & {Desk.LIST, CallDesk.WINDOW, CallDesk.DECISION, CallDesk.CERTIFICATES}


def test_an_ended_grant_opens_nothing() -> None:
    officer = cast.official("区审", Role.DISTRICT_OFFICER, district="990602")
    grant = officer.grants.get()
    grant.ended_at, grant.ended_by = NOW, officer
    grant.save()

    assert len(inbox.places_of(officer)) == 1


def test_only_the_body_that_decides_has_the_decision_before_it() -> None:
    city = cast.City()
    call = city.call()
    cast.walked(city, call, "publicised")
    body = call.rules.decided_by
    decider = cast.official("决定", Role(body))
    other = cast.official("别的", next(r for r in inbox._DECIDERS if r != body))

    assert [row["at_desk"] for row in inbox.page(inbox.queue(decider)).rows] == ["call_decision"]
    assert inbox.page(inbox.queue(other)).rows == []


def test_a_grant_over_one_call_shows_that_call_only() -> None:
    city = cast.City()
    first, second = city.call(year=2026), city.call(year=2027)
    officer = cast.official("受理", Role.CITY_ACCEPTANCE, call=first)
    cases = [cast.file(cast.draft(city, each)) for each in (first, second)]
    for case in cases:
        while desk.open_task(case).desk != Desk.FORMAL_CHECK:
            case = cast.opine(city, case)

    assert references(inbox.page(inbox.queue(officer))) == [cases[0].reference]


def test_a_returned_application_comes_to_its_applicant() -> None:
    city = cast.City()
    case = cast.walked(city, city.call(), "returned")

    (row,) = inbox.page(inbox.queue(case.person.user)).rows

    assert (row["at_desk"], row["case"]) == (Desk.CORRECTION, case.public_id)
    assert inbox.page(inbox.queue(city.clerk)).rows == []


@remembered
def many(city: cast.City, n: int) -> list[Application]:
    """Cases at the employer's desk, due on few different days, two of them never."""
    call = city.call()
    cases = [cast.file(cast.draft(city, call)) for _each in range(n)]
    for number, case in enumerate(cases):
        due = None if number < 2 else NOW + timedelta(days=number % 3)
        DeskTask.objects.filter(process__application=case, finished=None).update(due_at=due)
    return cases


def in_order(city: cast.City) -> list[str]:
    tasks = inbox.queue(city.clerk).order_by("due_order", "pk")
    return list(tasks.values_list("process__application__reference", flat=True))


def test_pages_by_key_show_every_file_once_both_ways(monkeypatch) -> None:
    city = cast.City()
    many(city, 11)
    monkeypatch.setattr(inbox, "PAGE", 4)
    tasks = inbox.queue(city.clerk)

    page, seen = inbox.page(tasks), []
    while True:
        seen.append(references(page))
        if not page.next:
            break
        page = inbox.page(tasks, after=page.next)
    back = [references(page)]
    while page.previous:
        page = inbox.page(tasks, before=page.previous)
        back.insert(0, references(page))

    assert [r for rows in seen for r in rows] == in_order(city)
    assert back == seen
    assert [len(rows) for rows in seen] == [4, 4, 3]


def test_an_officers_own_corrections_stand_in_the_same_order(monkeypatch) -> None:
    city = cast.City()
    many(city, 6)
    own = cast.walked(city, city.call(year=2027), "returned")
    DeskTask.objects.filter(process__application=own, finished=None).update(
        due_at=NOW + timedelta(days=1, hours=1)
    )
    cast.grant(own.person.user, Role.EMPLOYER_CLERK, organisation=city.employer)
    monkeypatch.setattr(inbox, "PAGE", 3)
    queues = inbox.desk_queue(own.person.user), inbox.own_queue(own.person.user)

    first = inbox.page(*queues)
    rest = [inbox.page(*queues, after=first.next)]
    rest.append(inbox.page(*queues, after=rest[0].next))
    shown = references(first) + [r for page in rest for r in references(page)]

    ordered = inbox.queue(own.person.user).order_by("due_order", "pk")
    assert shown == list(ordered.values_list("process__application__reference", flat=True))
    assert own.reference in shown
    assert references(inbox.page(*queues, before=rest[1].previous)) == references(rest[0])


def test_files_without_a_date_come_last() -> None:
    city = cast.City()
    cases = many(city, 5)
    page = inbox.page(inbox.queue(city.clerk))
    assert references(page)[-2:] == [cases[0].reference, cases[1].reference]
    assert page.rows[-1]["order"] == NEVER


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1-", "9" * 40 + "-1", "1-2-3"])
def test_a_cursor_that_cannot_be_read_is_the_first_page(cursor: str) -> None:
    city = cast.City()
    many(city, 2)
    tasks = inbox.queue(city.clerk)
    assert inbox.page(tasks, after=cursor) == inbox.page(tasks)


def test_a_page_costs_the_same_for_one_file_and_for_a_dozen() -> None:
    city = cast.City()
    counts = []
    for n in (1, 11):
        call = city.call(year=2026 + n)
        for _each in range(n):
            cast.file(cast.draft(city, call))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tasks = inbox.queue(city.clerk)
            inbox.page(tasks)
            inbox.figures(city.clerk, tasks)
        counts.append(len(queries))
        del city.clerk.live_grants
    assert counts == [3, 3]


def test_counts_stop_at_their_cap(monkeypatch) -> None:
    monkeypatch.setattr(inbox, "MOST_COUNTED", 2)
    city = cast.City()
    many(city, 4)

    figures = inbox.figures(city.clerk, inbox.queue(city.clerk))

    assert (figures.waiting, figures.capped) == (3, True)


def narrowed(city: cast.City, **filters) -> list[str]:
    tasks = Filters(**filters).narrow(inbox.queue(city.clerk), user=city.clerk, at=NOW)
    return references(inbox.page(tasks))


def test_a_search_finds_a_reference_its_last_letters_or_a_name() -> None:
    city = cast.City()
    call = city.call()
    cast.file(cast.draft(city, call))
    case = cast.file(cast.draft(city, call, person=cast.applicant("欧阳明日")))

    assert narrowed(city, q=case.reference) == [case.reference]
    assert narrowed(city, q=case.reference.lower()) == [case.reference]
    assert narrowed(city, q=case.reference[-9:]) == [case.reference]
    assert narrowed(city, q="欧阳") == [case.reference]
    assert narrowed(city, q="阳明") == []


def test_a_search_finds_nothing_that_is_not_ones_own_to_see() -> None:
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    tasks = Filters(q=case.reference).narrow(inbox.queue(city.district), user=city.district, at=NOW)
    assert inbox.page(tasks).rows == []


def test_filters_narrow_by_desk_call_district_hand_and_lateness() -> None:
    city = cast.City()
    cases = many(city, 4)
    call = cases[0].call
    late = DeskTask.objects.get(process__application=cases[3], finished=None)
    DeskTask.objects.filter(pk=late.pk).update(due_at=NOW - timedelta(days=1), owner=city.clerk)

    assert len(narrowed(city, desk="employer")) == 4
    assert narrowed(city, desk="district") == []
    assert len(narrowed(city, call=str(call.public_id))) == 4
    assert narrowed(city, district="990699") == []
    assert narrowed(city, hand="mine") == [cases[3].reference]
    assert len(narrowed(city, hand="free")) == 3
    assert narrowed(city, overdue=True) == [cases[3].reference]


def test_the_address_keeps_the_filters() -> None:
    filters = Filters(q="TE26", desk="district", overdue=True)
    assert filters.query(after="1-2") == "q=TE26&desk=district&overdue=on&after=1-2"


def test_the_overdue_list_of_the_office_holds_no_file_that_only_waits() -> None:
    city = cast.City()
    cast.walked(city, city.call(), "approved")
    assert [task.desk for task in inbox.lying()] == ["call_promulgation"]


def test_a_supervised_unit_goes_by_its_department() -> None:
    city = cast.City()
    department = cast.organisation("市工信局", kind=Organisation.Kind.DEPARTMENT)
    officer = cast.official("主管", Role.SUPERVISING_DEPARTMENT, organisation=department)
    city.employer.supervisor = department
    city.employer.save()
    case = cast.opine(city, cast.file(cast.draft(city, city.call())), Verdict.PASS)

    assert references(inbox.page(inbox.queue(officer))) == [case.reference]
