"""What time itself does, and that it does it once."""

import pytest
from django.utils.timezone import localtime

from evaluations.actions import registers
from evaluations.models import Application, StatusChange
from evaluations.roles import Role
from evaluations.status import CallStatus, Status
from journal.models import Entry
from tests import cast
from tests.clock import at
from tests.worlds import world
from workflows import deadlines, desk, hands, notices
from workflows.models import DeskTask, Message

pytestmark = pytest.mark.django_db

AFTER_WINDOW = at("2026-04-01 00:00")


@world
def city() -> cast.City:
    return cast.City()


def told(person, kind: str) -> list[int]:
    rows = Message.objects.filter(recipient=person, kind=kind).order_by("pk")
    return [row.data["n"] for row in rows]


def test_nothing_is_due_in_the_middle_of_the_window(city) -> None:
    cast.draft(city, city.call())
    done = deadlines.run(at("2026-03-02 11:00"))
    assert (done.closed, done.lapsed, done.reminded, done.escalated) == (0, 0, 0, 0)


def test_a_window_that_is_over_closes_and_its_drafts_lapse(city) -> None:
    call = city.call()
    drafted, filed = cast.draft(city, call), cast.file(cast.draft(city, call))

    done = deadlines.run(AFTER_WINDOW)

    assert (done.closed, done.lapsed, done.problems) == (1, 1, [])
    assert cast.fresh_call(call).status == CallStatus.CLOSED
    assert cast.fresh(drafted).status == Status.LAPSED
    assert cast.fresh(filed).status == Status.FILED
    assert [t.desk for t in DeskTask.objects.filter(process__call=call, finished=None)] == [
        "call_list"
    ]


def test_a_correction_lapses_when_its_date_has_passed_not_before(city) -> None:
    case = cast.walked(city, city.call(), Status.RETURNED)
    due = case.corrections.get().due_at

    deadlines.run(due)
    assert cast.fresh(case).status == Status.RETURNED

    deadlines.run(due + (AFTER_WINDOW - at("2026-03-31 23:59")))
    assert cast.fresh(case).status == Status.LAPSED
    assert desk.open_task(case) is None
    assert StatusChange.objects.latest("id").role == "clock"


def test_everything_happens_once_however_often_it_is_run(city) -> None:
    call = city.call()
    cast.draft(city, call)
    cast.file(cast.draft(city, call))
    cast.walked(city, city.call(year=2027), Status.RETURNED)
    late = at("2026-05-20 09:00")

    first = deadlines.run(late)
    entries, messages = Entry.objects.count(), Message.objects.count()
    again = deadlines.run(late)

    assert (first.closed, first.lapsed) == (2, 2)
    assert again == deadlines.Done()
    assert (Entry.objects.count(), Message.objects.count()) == (entries, messages)


def test_a_file_is_called_to_mind_two_working_days_before(city) -> None:
    cast.file(cast.draft(city, city.call()))  # due at the end of 17 March, a Tuesday
    assert deadlines.remind(at("2026-03-12 09:00")) == 0
    assert deadlines.remind(at("2026-03-13 09:00")) == 1  # Friday: two working days before
    assert deadlines.remind(at("2026-03-13 10:00")) == 0
    assert told(city.clerk, "reminder") == [1]
    assert told(city.district, "reminder") == []


def test_one_message_counts_all_the_files_of_a_desk(city) -> None:
    call = city.call()
    for _each in range(3):
        cast.file(cast.draft(city, call))
    deadlines.remind(at("2026-03-16 09:00"))
    assert told(city.clerk, "reminder") == [3]


def test_whoever_has_the_file_in_hand_is_told_and_not_the_colleagues(city) -> None:
    colleague = cast.official("同事", Role.EMPLOYER_CLERK, organisation=city.employer)
    case = cast.file(cast.draft(city, city.call()))
    hands.take(task_id=desk.open_task(case).pk, by=colleague, at=at("2026-03-05 09:00"))
    deadlines.escalate(at("2026-03-18 09:00"))
    assert (told(colleague, "overdue"), told(city.clerk, "overdue")) == ([1], [])


def test_overdue_work_is_told_to_its_holder_and_to_the_office_once(city) -> None:
    cast.file(cast.draft(city, city.call()))
    late = at("2026-03-18 09:00")
    assert [deadlines.escalate(late), deadlines.escalate(late)] == [1, 0]
    assert (told(city.clerk, "overdue"), told(city.office, "overdue")) == ([1], [1])


def test_an_applicant_is_reminded_of_an_open_correction(city) -> None:
    case = cast.walked(city, city.call(), Status.RETURNED)
    deadlines.remind(case.corrections.get().due_at)
    assert told(case.person.user, "reminder") == [1]


def test_new_files_are_told_once_a_day(city) -> None:
    call = city.call()
    cast.file(cast.draft(city, call))
    assert deadlines.tell_arrivals(at("2026-03-03 18:00")) >= 1
    assert told(city.clerk, "arrivals") == [1]
    cast.file(cast.draft(city, call), at("2026-03-03 19:00"))
    deadlines.tell_arrivals(at("2026-03-03 20:00"))
    assert told(city.clerk, "arrivals") == [1]
    deadlines.tell_arrivals(at("2026-03-04 18:00"))
    assert told(city.clerk, "arrivals") == [1, 1]


def test_after_a_week_without_the_clock_nothing_is_forgotten_and_nothing_told_twice(city) -> None:
    """What fell due meanwhile is told as overdue, what lapsed has lapsed, whoever never heard hears."""
    call = city.call()
    drafted = cast.draft(city, call)
    cast.file(cast.draft(city, call))  # due at the end of 17 March
    deadlines.run(at("2026-03-03 10:05"))
    after = at("2026-04-08 09:00")

    done = deadlines.run(after)

    assert (done.closed, done.lapsed, done.reminded, done.escalated) == (1, 1, 0, 1)
    assert cast.fresh(drafted).status == Status.LAPSED
    assert (told(city.clerk, "overdue"), told(city.clerk, "reminder")) == ([1], [])
    assert told(city.clerk, "arrivals") == [1]
    assert deadlines.run(after) == deadlines.Done()


def test_whoever_never_heard_hears_of_files_that_came_while_the_clock_stood(city) -> None:
    cast.file(cast.draft(city, city.call()))
    deadlines.tell_arrivals(at("2026-03-10 09:00"))
    assert told(city.clerk, "arrivals") == [1]


def test_of_two_clocks_only_the_first_tells(city, monkeypatch) -> None:
    """The second one looked before the first one wrote: it looks again under the lock."""
    cast.file(cast.draft(city, city.call()))
    now, looked = at("2026-03-03 18:00"), deadlines._arrived

    def meanwhile(person, *, since, at):
        n = looked(person, since=since, at=at)
        if person == city.clerk and not told(city.clerk, "arrivals"):
            notices.tell(city.clerk, Message.Kind.ARRIVALS, at=at, n=n)
        return n

    monkeypatch.setattr(deadlines, "_arrived", meanwhile)
    deadlines.tell_arrivals(now)
    assert told(city.clerk, "arrivals") == [1]


def test_a_file_of_a_year_without_calendar_gets_its_date_when_the_year_is_entered(city) -> None:
    call = city.call(opens_at=at("2026-12-01"), closes_at=at("2027-01-20"))
    case = cast.draft(city, call, moment=at("2026-12-22 09:00"))
    case = cast.file(case, at("2026-12-28 10:00"))  # ten working days: into 2027
    assert desk.open_task(case).due_at is None
    assert deadlines.run(at("2026-12-28 11:00")).dated == 0

    registers.enter_year(
        year=2027, source="国办发明电〔2026〕0号（虚构）", days={}, complete=True,
        by=city.office, at=at("2026-12-28 12:00"),
    )  # fmt: skip

    assert deadlines.run(at("2026-12-28 12:01")).dated == 1
    assert localtime(desk.open_task(case).due_at).date().isoformat() == "2027-01-11"
    assert deadlines.run(at("2026-12-28 12:02")).dated == 0


def test_a_later_date_is_called_to_mind_anew(city) -> None:
    case = cast.file(cast.draft(city, city.call()))
    deadlines.remind(at("2026-03-16 09:00"))
    task = desk.open_task(case)
    DeskTask.objects.filter(pk=task.pk).update(due_at=at("2026-03-16 23:59"))
    desk._refresh_due(desk.open_task(case), cast.fresh(case))
    assert desk.open_task(case).reminded_at is None


def test_one_bad_case_stops_nothing_but_itself(city, monkeypatch, caplog) -> None:
    call = city.call()
    bad, good = cast.draft(city, call), cast.draft(city, call)
    honest = deadlines.filing.lapse

    def lapse(*, application_id, at):
        if application_id == bad.pk:
            raise ZeroDivisionError
        return honest(application_id=application_id, at=at)

    monkeypatch.setattr(deadlines.filing, "lapse", lapse)
    done = deadlines.run(AFTER_WINDOW)

    assert (done.lapsed, done.problems) == (1, [bad.subject])
    assert cast.fresh(good).status == Status.LAPSED
    assert Application.objects.get(pk=bad.pk).status == Status.DRAFT
    assert "could not be carried out" in caplog.text
